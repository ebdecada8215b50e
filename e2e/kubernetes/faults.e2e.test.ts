import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createFaultProxy, type FaultProxy } from "prefect-core/testing";
import type { InfrastructureEvent, Launcher } from "prefect-core/provider";
import { StatusError } from "prefect-emulators/kubernetes";
import { parseKubernetesConfiguration } from "../../packages/kubernetes/src/kubernetes-configuration.ts";
import type { KubernetesConfiguration } from "../../packages/kubernetes/src/kubernetes-configuration.ts";
import { createKubernetesLauncher } from "../../packages/kubernetes/src/kubernetes-launcher.ts";
import { startEmulatedCluster } from "../harness/kubernetes-cluster.ts";
import { kubectl } from "../harness/kubectl.ts";

// What befalls a cluster is done to an emulated one: nobody evicts pods of a real one for a test.
const cluster = await startEmulatedCluster({
  nodes: ["a", "b", "c", "d"].map((name) => ({ name })),
  admissionSteps: [
    ({ object }) => {
      if (!JSON.stringify(object).includes("denied-by-policy")) return object;
      const message = 'admission webhook "policy.test" denied the request: no team';
      throw new StatusError({ code: 403, reason: "Forbidden", message });
    },
  ],
});
const { controls, faults } = cluster.emulator;
type Kubeconfig = Extract<KubernetesConfiguration["cluster"], { readonly kind: "block" }>["kubeconfig"];

/** On node `node`, or any; of a kubeconfig, or the administrator's. */
function toConfiguration(job: object = {}, pod: object = {}): KubernetesConfiguration {
  const container = { name: "prefect-job", image: "process" };
  const rendered = {
    namespace: "default",
    job_manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {},
      spec: { ...job, template: { spec: { restartPolicy: "Never", containers: [container], ...pod } } },
    },
    cluster_config: toBlock(cluster.emulator.kubeconfig()),
  };
  return parseKubernetesConfiguration(rendered, {});
}

function toBlock(kubeconfig: string): { readonly config: Kubeconfig; readonly context_name: string } {
  const config = JSON.parse(kubeconfig) as Kubeconfig;
  return { config, context_name: String(config["current-context"]) };
}

let launcher: Launcher<KubernetesConfiguration>;

beforeAll(() => {
  launcher = createKubernetesLauncher(toConfiguration());
});

afterAll(() => cluster.close());

const idles = 'console.log("up"); setInterval(() => undefined, 1000);';

interface Followed {
  readonly by?: Launcher<KubernetesConfiguration>;
  readonly configuration?: KubernetesConfiguration;
  onLine?(line: string, pod: () => Promise<string>): unknown;
}

/** The newest pod of a run. */
async function podOf(flowRunId: string): Promise<string> {
  const selector = `prefect.io/flow-run-id=${flowRunId}`;
  const pods = await kubectl(cluster, "get", "pods", "--selector", selector, "--output", "name");
  return pods.split("\n").at(-1)?.replace("pod/", "") ?? "";
}

/** Launches a script and follows it to its end. */
async function follow(script: string, { by = launcher, configuration = toConfiguration(), onLine }: Followed = {}) {
  const flowRunId = randomUUID();
  const labels = { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": "1" };
  const command = ["node", "--eval", script];
  const expiresAt = new Date("2030-01-01T00:00:00Z");
  const reference = await by.launch({
    flowRunId,
    attempt: 1,
    name: "fault",
    command,
    env: {},
    labels,
    expiresAt,
    configuration,
  });
  const events: InfrastructureEvent[] = [];
  for await (const event of by.watch(reference)) {
    events.push(event);
    if (event.kind !== "output" || onLine === undefined) continue;
    await onLine(event.line, () => podOf(flowRunId));
  }
  await by.cleanup(reference);
  const lines = events.flatMap((event) => (event.kind === "output" ? [event.line] : []));
  return { events, lines, exit: events.at(-1) };
}

describe("a pod that is taken away", () => {
  test.each<[string, string, (pod: string) => unknown]>([
    ["evicted by its node", "evicted", (pod) => controls.evictPod("default", pod)],
    ["preempted", "preempted", (pod) => controls.preemptPod("default", pod)],
    ["over its memory", "out-of-memory", (pod) => controls.killForMemory("default", pod)],
  ])("%s ends its run as %s", async (_, cause, befall) => {
    const { exit } = await follow(idles, { onLine: async (_line, pod) => befall(await pod()) });
    expect(exit).toMatchObject({ kind: "exited", cause });
  });

  test.each<[string, string, (node: string) => unknown]>([
    ["is shut down", "a", (node) => controls.shutDownNode(node)],
    ["answers no more", "b", (node) => controls.loseNode(node)],
    ["is taken out of the cluster", "c", (node) => controls.removeNode(node)],
  ])("because its node %s ends its run as node-lost", async (_, node, befall) => {
    const configuration = toConfiguration({}, { nodeSelector: { "kubernetes.io/hostname": node } });
    const { exit } = await follow(idles, { configuration, onLine: () => befall(node) });
    expect(exit).toMatchObject({ kind: "exited", cause: "node-lost" });
  });

  test("and replaced by the controller goes on: one attempt, one exit, the output of both", async () => {
    const file = `${cluster.kubeconfig}.${randomUUID()}`;
    const script = `
      const { existsSync, writeFileSync } = require("node:fs");
      const isSecond = existsSync(${JSON.stringify(file)});
      writeFileSync(${JSON.stringify(file)}, "");
      console.log(isSecond ? "second" : "first");
      process.exitCode = isSecond ? 0 : 1;`;
    const { lines, exit, events } = await follow(script, { configuration: toConfiguration({ backoffLimit: 2 }) });
    expect(lines).toEqual(["first", "second"]);
    expect(exit).toMatchObject({ kind: "exited", exitCode: 0 });
    expect(events.filter(({ kind }) => kind === "exited")).toHaveLength(1);
  });
});

describe("a watch goes on", () => {
  const counts = `
    let at = 0;
    const timer = setInterval(() => { console.log("line " + at); if ((at += 1) === 40) clearInterval(timer); }, 25);`;
  const all = Array.from({ length: 40 }, (_, at) => `line ${at}`);

  test.each<[string, () => unknown]>([
    ["after the server has ended it", () => controls.closeWatches()],
    [
      "after the server has forgotten where it was",
      () => {
        controls.compact();
        controls.closeWatches();
      },
    ],
    [
      "where the server refuses it for a while",
      () => {
        const answer = { status: 429, headers: { "retry-after": "1" }, body: "too many requests" } as never;
        faults.inject({
          match: ({ operation }) => operation.startsWith("watch"),
          times: 4,
          fault: { kind: "answer", answer },
        });
        controls.closeWatches();
      },
    ],
  ])("%s", async (_, befall) => {
    const { lines, exit } = await follow(counts, { onLine: (line) => line === "line 10" && befall() });
    expect(lines).toEqual(all);
    expect(exit).toMatchObject({ kind: "exited", exitCode: 0 });
    faults.clear();
  });

  test("after every connection broke, without a line lost or repeated", async () => {
    const { config } = toBlock(cluster.emulator.kubeconfig());
    const [
      {
        cluster: { server },
      },
    ] = config["clusters"] as unknown as [{ readonly cluster: { readonly server: string } }];
    await using proxy: FaultProxy = await createFaultProxy({ target: server });
    const clusters = [{ name: "emulator", cluster: { server: proxy.url } }];
    const configuration: KubernetesConfiguration = {
      ...toConfiguration(),
      cluster: { kind: "block", context: "emulator", kubeconfig: { ...config, clusters } },
    };
    const by = createKubernetesLauncher(configuration);
    const { lines, exit } = await follow(counts, {
      by,
      configuration,
      onLine: (line) => ["line 10", "line 20"].includes(line) && proxy.interrupt(),
    });
    expect(lines).toEqual(all);
    expect(exit).toMatchObject({ kind: "exited", exitCode: 0 });
  });
});

describe("a cluster that refuses", () => {
  test("by an admission webhook says so at the launch", async () => {
    const configuration = toConfiguration({}, { schedulerName: "denied-by-policy" });
    await expect(follow(idles, { configuration })).rejects.toMatchObject({
      name: "StartFailedError",
      message: expect.stringContaining("denied the request: no team"),
    });
  });

  test("credentials without permissions: before a run exists, and each verb by its name", async () => {
    const { config, context_name: context } = toBlock(cluster.emulator.kubeconfig({ user: "nobody" }));
    const refused = createKubernetesLauncher({
      ...toConfiguration(),
      cluster: { kind: "block", kubeconfig: config, context },
    });
    await expect(refused.checkReachable?.()).rejects.toMatchObject({ name: "KubernetesAccessError", statusCode: 403 });
    const checks = (await refused.checkAccess?.()) ?? [];
    expect(checks).toContainEqual(
      expect.objectContaining({ permission: "create jobs.batch in the namespace default", isAllowed: false }),
    );
    expect(checks.every(({ isAllowed }) => !isAllowed)).toBe(true);
    expect(((await launcher.checkAccess?.()) ?? []).every(({ isAllowed }) => isAllowed)).toBe(true);
  });
});
