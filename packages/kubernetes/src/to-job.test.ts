import { describe, expect, test } from "@jest/globals";
import { objectAt, objectsAt, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { parseKubernetesConfiguration } from "./kubernetes-configuration.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { toJob } from "./to-job.ts";

const flowRunId = "0195f3a8-1234-7000-8000-00000000abcd";

/** As Prefect's template is rendered, with what a test wants changed. */
function rendered(
  changes: { readonly job?: JsonObject; readonly pod?: JsonObject; readonly container?: JsonObject } = {},
) {
  const container = { name: "prefect-job", image: "mine:1", args: "ignored", imagePullPolicy: "IfNotPresent" };
  const resources = { limits: {}, requests: {} };
  return {
    namespace: "ml",
    job_manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { generateName: "-", namespace: "ml", labels: { team: "a b" }, annotations: { "note/1": "as it is!" } },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            completions: 1,
            parallelism: 1,
            restartPolicy: "Never",
            containers: [{ ...container, resources, ...changes.container }],
            ...changes.pod,
          },
        },
        ...changes.job,
      },
    },
  };
}

function request(
  configuration: JsonObject = rendered(),
  options: KubernetesOptions = {},
  changes: Partial<LaunchRequest<KubernetesConfiguration>> = {},
): LaunchRequest<KubernetesConfiguration> {
  return {
    flowRunId,
    attempt: 2,
    name: "Eager Otter",
    command: ["node", "/opt/prefect/runner.mjs", "execute"],
    env: { LEVEL: "1" },
    labels: {
      "prefect.io/flow-run-id": flowRunId,
      "prefect.io/flow-run-attempt": "2",
      "prefect.io/flow-name": "Train: it!",
      "prefect.io/version": "1.2.3+local",
    },
    expiresAt: new Date("2026-12-01T10:00:00Z"),
    configuration: parseKubernetesConfiguration(configuration, options),
    ...changes,
  };
}

const jobOf = (...given: Parameters<typeof request>): JsonObject => toJob(request(...given), "mine:1").job;
const podSpec = (job: JsonObject) => objectAt(objectAt(objectAt(job, "spec"), "template"), "spec");
const container = (job: JsonObject) => objectsAt(podSpec(job), "containers")[0] ?? {};

describe("a run's Job", () => {
  test("is complete, with its counts where Kubernetes has them", () => {
    const labels = {
      "app.kubernetes.io/managed-by": "prefect",
      "app.kubernetes.io/part-of": "prefect",
      "app.kubernetes.io/version": "1.2.3",
      "app.kubernetes.io/name": "Train-it",
      team: "a-b",
      "prefect.io/flow-run-id": flowRunId,
      "prefect.io/flow-run-attempt": "2",
      "prefect.io/flow-name": "Train-it",
      "prefect.io/version": "1.2.3-local",
    };
    expect(toJob(request(), "mine:1")).toEqual({
      secret: null,
      job: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {
          name: "eager-otter-0195f3a81234-2",
          namespace: "ml",
          labels,
          annotations: {
            "note/1": "as it is!",
            "prefect.io/expires-at": "2026-12-01T10:00:00.000Z",
            "prefect.io/container": "prefect-job",
          },
        },
        spec: {
          completions: 1,
          parallelism: 1,
          backoffLimit: 0,
          ttlSecondsAfterFinished: 604_800,
          template: {
            metadata: { labels, annotations: { "note/1": "as it is!" } },
            spec: {
              restartPolicy: "Never",
              containers: [
                {
                  name: "prefect-job",
                  image: "mine:1",
                  imagePullPolicy: "IfNotPresent",
                  args: ["node", "/opt/prefect/runner.mjs", "execute"],
                  env: [{ name: "LEVEL", value: "1" }],
                },
              ],
            },
          },
        },
      },
    });
  });

  test("has the API key and the run's secrets in a Secret alone", () => {
    const given = {
      env: { LEVEL: "1", PREFECT_API_KEY: "pnu_sesame" },
      secrets: { TOKEN: "hunter2" },
    };
    const { job, secret } = toJob(request(rendered(), {}, given), "mine:1");
    expect(JSON.stringify(job)).not.toMatch(/sesame|hunter2/);
    expect(secret).toMatchObject({
      kind: "Secret",
      metadata: {
        name: "eager-otter-0195f3a81234-2",
        namespace: "ml",
        labels: { "prefect.io/flow-run-id": flowRunId },
      },
      stringData: { PREFECT_API_KEY: "pnu_sesame", "secrets.json": '{"TOKEN":"hunter2"}' },
    });
    const key = { name: "eager-otter-0195f3a81234-2", key: "PREFECT_API_KEY" };
    expect(container(job)).toMatchObject({
      env: [
        { name: "LEVEL", value: "1" },
        { name: "PREFECT_API_KEY", valueFrom: { secretKeyRef: key } },
        { name: "PREFECT__RUNNER_SECRETS_FILE", value: "/var/run/prefect/secrets/secrets.json" },
      ],
      volumeMounts: [{ name: "prefect-secrets", mountPath: "/var/run/prefect/secrets", readOnly: true }],
    });
    expect(podSpec(job)["volumes"]).toEqual([
      {
        name: "prefect-secrets",
        secret: {
          secretName: "eager-otter-0195f3a81234-2",
          items: [{ key: "secrets.json", path: "secrets.json" }],
          defaultMode: 0o440,
        },
      },
    ]);
    expect(podSpec(job)["securityContext"]).toEqual({ fsGroup: 1000 });
    expect(objectAt(objectAt(job, "metadata"), "annotations")).toMatchObject({ "prefect.io/secret": key.name });
  });

  test("has its secrets file readable by the pod's own group, and changes the group of no lasting volume", () => {
    const modeWith = (pod: JsonObject): unknown => {
      const { securityContext, volumes } = podSpec(jobOf(rendered({ pod }), {}, { secrets: { TOKEN: "x" } }));
      return [securityContext, (volumes as JsonObject[]).at(-1)?.["secret"]];
    };
    const own = { securityContext: { fsGroup: 7, runAsUser: 7 } };
    expect(modeWith(own)).toEqual([own.securityContext, expect.objectContaining({ defaultMode: 0o440 })]);
    const claim = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] };
    expect(modeWith(claim)).toEqual([undefined, expect.objectContaining({ defaultMode: 0o444 })]);
  });

  test("has arguments and variables arrive as they are, though the cluster puts variables in", () => {
    const command = ["node", "$(HOME) $$ $PATH", "$PATH"];
    const job = jobOf(rendered(), {}, { command, env: { TEXT: "$(HOME)" } });
    expect(container(job)).toMatchObject({
      args: ["node", "$$(HOME) $$$$ $$PATH", "$PATH"],
      env: [{ name: "TEXT", value: "$$(HOME)" }],
    });
  });

  test("names the cluster's own secrets by their keys", () => {
    const secrets = { PASSWORD: { source: "kubernetes", name: "database", key: "password" } } as const;
    expect(container(jobOf(rendered(), { secrets }))["env"]).toEqual([
      { name: "LEVEL", value: "1" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } },
    ]);
  });

  test("keeps what a template has of its own: entries with valueFrom, sidecars, volumes, tolerations", () => {
    const nodeName = { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };
    const pod = {
      initContainers: [{ name: "prepare", image: "busybox" }],
      tolerations: [{ key: "gpu", operator: "Exists" }],
      nodeSelector: { pool: "gpu" },
      imagePullSecrets: [{ name: "registry" }],
      volumes: [{ name: "data", emptyDir: {} }],
    };
    const container = {
      env: [{ name: "LEVEL", value: "9" }, nodeName],
      volumeMounts: [{ name: "data", mountPath: "/data" }],
    };
    const template = rendered({ pod, container, job: { activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5 } });
    const sidecar = { name: "proxy", image: "envoy" };
    const withSidecar = structuredClone(template) as JsonObject;
    objectsAt(podSpec(objectAt(withSidecar, "job_manifest")), "containers");
    (podSpec(objectAt(withSidecar, "job_manifest"))["containers"] as JsonObject[]).push(sidecar);
    const job = jobOf(withSidecar);
    expect(podSpec(job)).toMatchObject(pod);
    expect(objectsAt(podSpec(job), "containers")).toEqual([
      expect.objectContaining({
        env: [{ name: "LEVEL", value: "1" }, nodeName],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      }),
      sidecar,
    ]);
    expect(job["spec"]).toMatchObject({ activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5 });
    expect(objectAt(objectAt(job, "metadata"), "labels")).toMatchObject({ "prefect.io/kept": "true" });
  });

  test("takes variables that a template writes as an object", () => {
    expect(container(jobOf(rendered({ container: { env: { LEVEL: "9", MODE: "x", GONE: null } } })))["env"]).toEqual([
      { name: "LEVEL", value: "1" },
      { name: "MODE", value: "x" },
    ]);
  });

  test("has the run's deadline, counted from its launch, unless the template has one", () => {
    const limits = { deadlineSeconds: 90.5, startTimeoutSeconds: 600 };
    expect(jobOf(rendered(), {}, limits)["spec"]).toMatchObject({ activeDeadlineSeconds: 691 });
    const own = rendered({ job: { activeDeadlineSeconds: 60 } });
    expect(jobOf(own, {}, limits)["spec"]).toMatchObject({ activeDeadlineSeconds: 60 });
  });

  test("asks for GPUs as the cluster's device plugin names them", () => {
    const limits = { cpu: "2", memory: "4Gi" };
    const template = rendered({ container: { resources: { limits, requests: {} } } });
    expect(container(jobOf(template, { resources: { gpu: 2 } }))["resources"]).toEqual({
      limits: { ...limits, "nvidia.com/gpu": 2 },
    });
  });

  test.each<[string, KubernetesOptions["patch"]]>([
    ["function", (job) => ({ ...job, metadata: {}, spec: { ...objectAt(job, "spec"), activeDeadlineSeconds: 9 } })],
    [
      "JSON patch",
      [
        { op: "add", path: "/spec/activeDeadlineSeconds", value: 9 },
        { op: "remove", path: "/metadata" },
      ],
    ],
  ])("is what a %s makes of it, save that by which it is found", (_, patch) => {
    const job = jobOf(rendered(), patch === undefined ? {} : { patch });
    expect(job).toMatchObject({
      metadata: {
        name: "eager-otter-0195f3a81234-2",
        namespace: "ml",
        labels: { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": "2" },
      },
      spec: { activeDeadlineSeconds: 9 },
    });
  });

  test("is none where a patch does not apply, and the message holds no environment", () => {
    const patch = [{ op: "replace", path: "/spec/nothing/here", value: 1 }] as const;
    expect(() => jobOf(rendered(), { patch })).toThrow(
      expect.objectContaining({ key: "patch", message: expect.not.stringContaining("LEVEL") }),
    );
  });
});
