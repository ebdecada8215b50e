import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { V1Pod } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import { isFinished, startTestCluster, type TestCluster, type TestJob } from "./test-cluster.ts";

let cluster: TestCluster;
const namespace = "default";
const node = "emulator-node-1";

beforeEach(async () => {
  cluster = await startTestCluster();
});
afterEach(() => cluster.close());

async function startPod(options: Partial<TestJob> = {}): Promise<string> {
  await cluster.createJob({ name: "job", script: "setInterval(() => {}, 1000)", ...options });
  const pod = await cluster.podOf("job", ({ status }) => status?.phase === "Running");
  return pod.metadata?.name ?? "";
}

const read = (name: string): Promise<V1Pod> => cluster.core.readNamespacedPod({ namespace, name });
const disruptionOf = ({ status }: V1Pod): string | undefined =>
  status?.conditions?.find(({ type }) => type === "DisruptionTarget")?.reason;

/** Every form of the pod until it is gone, as a watcher sees it. */
async function lifeOf(name: string, act: () => unknown): Promise<V1Pod[]> {
  const forms: V1Pod[] = [];
  const gone = Promise.withResolvers<void>();
  const query = { fieldSelector: `metadata.name=${name}` };
  const watching = await cluster.watch.watch(
    `/api/v1/namespaces/${namespace}/pods`,
    query,
    (type: string, pod: V1Pod) => {
      forms.push(pod);
      if (type === "DELETED") gone.resolve();
    },
    () => undefined,
  );
  await act();
  await gone.promise;
  watching.abort();
  return forms;
}

test("an evicted pod fails with the node's reason", async () => {
  const name = await startPod();
  await cluster.emulator.controls.evictPod(namespace, name);
  const pod = await read(name);
  expect(pod.status).toMatchObject({
    phase: "Failed",
    reason: "Evicted",
    message: expect.stringMatching(/^The node was low on resource: memory\./),
  });
  expect(disruptionOf(pod)).toBe("TerminationByKubelet");
  expect((await cluster.jobUntil("job", isFinished)).status?.failed).toBe(1);
});

test("a preempted pod is deleted with the scheduler's condition", async () => {
  const name = await startPod({ pod: { terminationGracePeriodSeconds: 1 } });
  const forms = await lifeOf(name, () => cluster.emulator.controls.preemptPod(namespace, name));
  expect(forms.map(disruptionOf)).toContain("PreemptionByScheduler");
  expect(await cluster.eventsOf(name)).toContain(`Preempted: Preempted by a pod on node ${node}`);
});

test("a pod that is evicted through the API is deleted with the condition for that", async () => {
  const name = await startPod({ pod: { terminationGracePeriodSeconds: 1 } });
  const body = { metadata: { name } };
  const forms = await lifeOf(name, () => cluster.core.createNamespacedPodEviction({ namespace, name, body }));
  expect(forms.map(disruptionOf)).toContain("EvictionByEvictionAPI");
});

test("the pods of a node that is switched off fail", async () => {
  const name = await startPod({ pod: { terminationGracePeriodSeconds: 1 } });
  await cluster.emulator.controls.shutDownNode(node);
  expect((await read(name)).status).toMatchObject({ phase: "Failed", reason: "Terminated" });
});

test("the pod of a lost node stays, being deleted, and fails once the node is taken out", async () => {
  const name = await startPod();
  await cluster.emulator.controls.loseNode(node);
  const pod = await read(name);
  expect(pod.status).toMatchObject({ phase: "Running", reason: "NodeLost" });
  expect(pod.metadata?.deletionTimestamp).toBeDefined();
  expect(disruptionOf(pod)).toBe("DeletionByTaintManager");
  await lifeOf(name, () => cluster.emulator.controls.removeNode(node));
  expect((await cluster.jobUntil("job", isFinished)).status?.failed).toBe(1);
});

test("a container that is killed for memory says so", async () => {
  const name = await startPod();
  await cluster.emulator.controls.killForMemory(namespace, name);
  await cluster.jobUntil("job", isFinished);
  const state = (await read(name)).status?.containerStatuses?.[0]?.state;
  expect(state?.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
});

test("a pod that is deleted is replaced while the limit allows it, and counted", async () => {
  const name = await startPod({ job: { backoffLimit: 1 }, pod: { terminationGracePeriodSeconds: 1 } });
  await cluster.core.deleteNamespacedPod({ namespace, name });
  const isReplaced = ({ metadata, status }: V1Pod): boolean => metadata?.name !== name && status?.phase === "Running";
  const replacement = await cluster.podOf("job", isReplaced);
  await cluster.core.deleteNamespacedPod({ namespace, name: replacement.metadata?.name ?? "" });
  const job = await cluster.jobUntil("job", isFinished);
  expect(job.status).toMatchObject({ failed: 2 });
});

test("a policy that ignores disruptions replaces the pod without counting it", async () => {
  const onPodConditions = [{ type: "DisruptionTarget", status: "True" }];
  const podFailurePolicy = { rules: [{ action: "Ignore", onPodConditions }] };
  const name = await startPod({ job: { backoffLimit: 0, podFailurePolicy } });
  await cluster.emulator.controls.evictPod(namespace, name);
  await cluster.podOf("job", ({ metadata, status }) => metadata?.name !== name && status?.phase === "Running");
  const job = await cluster.batch.readNamespacedJob({ namespace, name: "job" });
  expect(job.status?.failed).toBeUndefined();
});

test("a policy that fails the job names its rule", async () => {
  const onExitCodes = { operator: "In", values: [42] };
  const podFailurePolicy = { rules: [{ action: "FailJob", onExitCodes }] };
  await cluster.createJob({ name: "job", script: "process.exit(42)", job: { backoffLimit: 3, podFailurePolicy } });
  const job = await cluster.jobUntil("job", isFinished);
  const failed = job.status?.conditions?.find(({ type }) => type === "Failed");
  expect(failed?.reason).toBe("PodFailurePolicy");
  expect(failed?.message).toMatch(
    /^Container main for pod default\/job-\w+ failed with exit code 42 matching FailJob rule at index 0$/,
  );
});

test("a finished job is removed after its time, with its pod", async () => {
  await cluster.createJob({ name: "job", job: { ttlSecondsAfterFinished: 1 } });
  while (cluster.emulator.list("Job").length > 0 || cluster.emulator.list("Pod").length > 0) await delay(20);
});

test("a pod waits while nothing is scheduled, and runs when there is room again", async () => {
  cluster.emulator.controls.pauseScheduling();
  await cluster.createJob({ name: "job", script: "" });
  const pod = await cluster.podOf("job", () => true);
  expect(pod.spec?.nodeName).toBeUndefined();
  cluster.emulator.controls.resumeScheduling();
  await cluster.jobUntil("job", isFinished);
});
