import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import { parseKubernetesConfiguration } from "./kubernetes-configuration.ts";
import { toKubernetesJobVariables } from "./kubernetes-options.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";

const containers = [{ name: "prefect-job" }];
const pod = { restartPolicy: "Never", containers };
const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: {}, spec: { template: { spec: pod } } };

const parse = (rendered: JsonObject = {}, options: KubernetesOptions = {}) =>
  parseKubernetesConfiguration({ job_manifest: manifest, ...rendered }, options);
const withContainer = (container: JsonObject) => ({
  job_manifest: {
    ...manifest,
    spec: { template: { spec: { ...pod, containers: [{ ...containers[0], ...container }] } } },
  },
});

describe("a job configuration", () => {
  test("of a template that nobody filled in is complete", () => {
    expect(parse({ cluster_config: {} })).toEqual({
      cluster: { kind: "own", context: null },
      namespace: "default",
      image: null,
      manifest: { ...manifest, spec: { completions: 1, parallelism: 1, template: { spec: pod } } },
      gpus: 0,
      secretKeys: {},
      isKept: false,
      patch: null,
    });
  });

  test("takes the cluster of a block, and the namespace of a customised manifest", () => {
    const config = { clusters: [], users: [], contexts: [] };
    const cluster = { cluster_config: { config, context_name: "prod" } };
    const named = { job_manifest: { ...manifest, metadata: { namespace: "team" } }, namespace: "default" };
    expect(parse({ ...cluster, ...named })).toMatchObject({
      cluster: { kind: "block", kubeconfig: config, context: "prod" },
      namespace: "team",
    });
    expect(() => parse(cluster, { context: "mine" })).toThrow("cannot be used together with the option `context`");
  });

  test("is refused in Prefect's words where it is no Job that runs one command once", () => {
    expect(() => parse({ job_manifest: { apiVersion: "batch/v1", kind: "Job", metadata: {} } })).toThrow(
      "Job is missing required attributes at the following paths: /spec, /spec/template, /spec/template/spec, " +
        "/spec/template/spec/restartPolicy, /spec/template/spec/containers",
    );
    expect(() => parse({ job_manifest: { ...manifest, kind: "Pod" } })).toThrow(
      "Job has incompatible values for the following attributes: /kind must have value 'Job'",
    );
  });

  test.each<[string, JsonObject]>([
    ["cpu_limit", withContainer({ resources: { limits: { cpu: "much" } } })],
    ["memory_request", withContainer({ resources: { requests: { memory: "16GB" } } })],
    ["image_pull_policy", withContainer({ imagePullPolicy: "Sometimes" })],
    ["image", withContainer({ image: " " })],
    ["namespace", { namespace: "My Namespace" }],
    ["job_manifest", { job_manifest: "a text" }],
    ["backoff_limit", { job_manifest: { ...manifest, spec: { ...manifest.spec, backoffLimit: -1 } } }],
    ["finished_job_ttl", { job_manifest: { ...manifest, spec: { ...manifest.spec, ttlSecondsAfterFinished: "1h" } } }],
    ["cluster_config", { cluster_config: { config: {} } }],
  ])("names '%s' where that is wrong", (key, rendered) => {
    expect(() => parse(rendered)).toThrow(expect.objectContaining({ name: "JobConfigurationError", key }));
  });

  test("says nothing of credentials that it refuses", () => {
    const cluster = { cluster_config: { config: { users: [{ user: { token: "hunter2" } }] } } };
    expect(() => parse(cluster)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
  });
});

describe("options", () => {
  test("become the template's variables, resources as request and limit", () => {
    expect(toKubernetesJobVariables({ resources: { cpu: 1.5, memory: "2Gi", gpu: 1 }, cpuLimit: "4" })).toEqual({
      cpu_request: "1500m",
      cpu_limit: "4",
      memory_request: "2Gi",
      memory_limit: "2Gi",
    });
  });

  test.each([
    ["cpu", { cpu: 0 }],
    ["memory", { memory: "2GB" }],
    ["gpu", { gpu: 0.5 }],
  ])("name resources.%s where that is wrong", (name, resources) => {
    expect(() => toKubernetesJobVariables({ resources })).toThrow(`The option resources.${name} of 'kubernetes'`);
  });
});
