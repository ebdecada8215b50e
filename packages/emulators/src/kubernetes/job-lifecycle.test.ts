import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { V1Job, V1Pod } from "@kubernetes/client-node";
import { isFinished, missingImage, startTestCluster, type TestCluster } from "./test-cluster.ts";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const conditionsOf = (job: V1Job): string[] =>
  (job.status?.conditions ?? []).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);
const stateOf = (pod: V1Pod): object => ({ ...pod.status?.containerStatuses?.[0]?.state });
const podName = (pod: V1Pod): string => pod.metadata?.name ?? "";

test("a job makes a pod, and completes with the conditions of a real one", async () => {
  await cluster.createJob({ name: "success", script: "console.log('hello')" });
  const job = await cluster.jobUntil("success", isFinished);
  expect(conditionsOf(job)).toEqual([
    "SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
    "Complete=True CompletionsReached: Reached expected number of succeeded pods",
  ]);
  expect(job.status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0, completionTime: expect.any(Date) });
  expect(job.status?.active).toBeUndefined();
  expect(job.metadata?.labels).toBeUndefined();
  const pod = await cluster.podOf("success", () => true);
  expect(pod.metadata?.labels).toEqual({
    "batch.kubernetes.io/controller-uid": job.metadata?.uid,
    "batch.kubernetes.io/job-name": "success",
    "controller-uid": job.metadata?.uid,
    "job-name": "success",
  });
  expect(pod.metadata?.ownerReferences).toEqual([
    {
      apiVersion: "batch/v1",
      kind: "Job",
      name: "success",
      uid: job.metadata?.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  expect(stateOf(pod)).toMatchObject({ terminated: { exitCode: 0, reason: "Completed" } });
  expect(await cluster.logOf(pod)).toBe("hello\n");
  expect(await cluster.eventsOf(podName(pod))).toEqual([
    `Scheduled: Successfully assigned default/${podName(pod)} to emulator-node-1`,
    'Pulled: Container image "test:1" already present on machine',
    "Created: Created container: main",
    "Started: Started container main",
  ]);
  expect(await cluster.eventsOf("success")).toEqual([
    `SuccessfulCreate: Created pod: ${podName(pod)}`,
    "Completed: Job completed",
  ]);
});

test("a command that fails ends the job, with its exit code at the pod", async () => {
  await cluster.createJob({ name: "failure", script: "process.exit(3)" });
  const job = await cluster.jobUntil("failure", isFinished);
  expect(conditionsOf(job)).toEqual([
    "FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit",
    "Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit",
  ]);
  const pod = await cluster.podOf("failure", () => true);
  expect(pod.status?.phase).toBe("Failed");
  expect(stateOf(pod)).toMatchObject({ terminated: { exitCode: 3, reason: "Error" } });
});

test("a command that needs too much memory is killed for it", async () => {
  const script = "const kept = []; setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 5);";
  await cluster.createJob({ name: "memory", script, container: { resources: { limits: { memory: "160Mi" } } } });
  await cluster.jobUntil("memory", isFinished);
  const pod = await cluster.podOf("memory", () => true);
  expect(stateOf(pod)).toMatchObject({ terminated: { exitCode: 137, reason: "OOMKilled" } });
});

test("a command that does not exist cannot be started", async () => {
  await cluster.createJob({ name: "command", container: { command: ["/nope"] } });
  await cluster.jobUntil("command", isFinished);
  const pod = await cluster.podOf("command", () => true);
  expect(stateOf(pod)).toMatchObject({
    terminated: {
      exitCode: 128,
      reason: "StartError",
      message: expect.stringMatching(/exec: "\/nope": stat \/nope: no such file/),
      startedAt: new Date(0),
    },
  });
});

test("an image that does not exist leaves the pod pending, and its log refused", async () => {
  await cluster.createJob({ name: "image", container: { image: missingImage } });
  const pod = await cluster.podOf(
    "image",
    ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === "ImagePullBackOff",
  );
  expect(pod.status?.phase).toBe("Pending");
  const problem = `failed to resolve reference "${missingImage}": ${missingImage}: not found`;
  expect(stateOf(pod)).toMatchObject({
    waiting: {
      message:
        `Back-off pulling image "${missingImage}": ErrImagePull: rpc error: code = NotFound desc = ` +
        `failed to pull and unpack image "${missingImage}": ${problem}`,
    },
  });
  const events = await cluster.eventsOf(podName(pod));
  expect(events).toEqual(
    expect.arrayContaining([
      `Pulling: Pulling image "${missingImage}"`,
      "Failed: Error: ErrImagePull",
      `BackOff: Back-off pulling image "${missingImage}"`,
      "Failed: Error: ImagePullBackOff",
    ]),
  );
  await expect(cluster.logOf(pod)).rejects.toMatchObject({
    code: 400,
    body: expect.stringMatching(/container \\"main\\" in pod \\"image-\w+\\" is waiting to start: /),
  });
});

test("a job that is too slow loses its pod, and with it the log", async () => {
  await cluster.createJob({
    name: "deadline",
    script: "setInterval(() => {}, 1000)",
    job: { activeDeadlineSeconds: 1 },
  });
  const job = await cluster.jobUntil("deadline", isFinished);
  expect(conditionsOf(job)).toEqual([
    "FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline",
    "Failed=True DeadlineExceeded: Job was active longer than specified deadline",
  ]);
  const { items } = await cluster.core.listNamespacedPod({ namespace: "default", labelSelector: "job-name=deadline" });
  expect(items).toEqual([]);
});

test("a pod that fits nowhere says why, in the scheduler's words", async () => {
  await cluster.createJob({ name: "greedy", container: { resources: { requests: { cpu: "1000" } } } });
  const isRefused = ({ status }: V1Pod): boolean => (status?.conditions?.length ?? 0) > 0;
  const pod = await cluster.podOf("greedy", isRefused);
  const message =
    "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: " +
    "1 Preemption is not helpful for scheduling.";
  expect(pod.status).toMatchObject({
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  });
  expect(await cluster.eventsOf(podName(pod))).toEqual([`FailedScheduling: ${message}`]);
});

test("output is followed while the command runs, to its end", async () => {
  await cluster.createJob({ name: "follow", script: "console.log('one'); setTimeout(() => console.log('two'), 500)" });
  const pod = await cluster.podOf("follow", ({ status }) => status?.phase !== "Pending");
  expect(await cluster.logOf(pod, { follow: true })).toBe("one\ntwo\n");
});
