import { describe, expect, test } from "@jest/globals";
import type { ClusterEvent, Condition, ContainerStatus, Job, Pod } from "./cluster-objects.ts";
import type { JobView } from "./job-view.ts";
import { toJobPhase } from "./map-kubernetes-status.ts";

// The shapes are those that a Kubernetes 1.32 cluster answered with.
const startedAt = "2026-11-24T00:00:01Z";
const finishedAt = "2026-11-24T00:00:07Z";

const job = (spec: Job["spec"] = {}, ...conditions: Condition[]): Job => ({
  metadata: { name: "hello", uid: "j1" },
  spec: { backoffLimit: 0, ...spec },
  status: { conditions },
});
const pod = (status: Pod["status"], name = "hello-abcde"): Pod => ({
  metadata: { name, uid: name, creationTimestamp: startedAt },
  spec: { nodeName: "node-1" },
  ...(status === undefined ? {} : { status }),
});
const state = (of: NonNullable<ContainerStatus["state"]>): Pod["status"] => ({
  containerStatuses: [
    { name: "proxy", state: { running: { startedAt } } },
    { name: "main", image: "mine:1", state: of },
  ],
});
const terminated = (exitCode: number, reason: string, message = "") =>
  state({ terminated: { exitCode, reason, message, startedAt, finishedAt } });
const view = (changes: Partial<JobView> & { readonly pod?: Pod } = {}): JobView => ({
  job: job(),
  isDeleted: false,
  pods: changes.pod === undefined ? [] : [{ pod: changes.pod, isDeleted: false }],
  events: [],
  ...changes,
});
const holds = (type: string, reason: string, message = ""): Condition => ({ type, status: "True", reason, message });
const phase = (of: JobView) => toJobPhase(of, "main");

describe("a container that ended", () => {
  test.each([
    [0, "Completed", "exited"],
    [3, "Error", "exited"],
    [137, "OOMKilled", "out-of-memory"],
    [137, "Error", "signal"],
    [143, "Error", "signal"],
    [127, "Error", "command-not-found"],
    [137, "ContainerStatusUnknown", "node-lost"],
  ])("with %d and %s did so by: %s", (exitCode, reason, cause) => {
    expect(phase(view({ pod: pod(terminated(exitCode, reason)) }))).toMatchObject({
      kind: "ended",
      exit: { kind: "exited", cause, exitCode, timestamp: new Date(finishedAt) },
    });
  });

  test.each([
    ['exec: "/nope": stat /nope: no such file or directory', "command-not-found"],
    ["failed to create containerd task: cgroup problem", "start-failed"],
  ])("before it began, for %j, did so by: %s", (message, cause) => {
    const never = state({
      terminated: { exitCode: 128, reason: "StartError", message, startedAt: "1970-01-01T00:00:00Z", finishedAt },
    });
    expect(phase(view({ pod: pod(never) }))).toMatchObject({
      kind: "ended",
      certainty: "certain",
      exit: { cause, message: expect.stringContaining(message) },
    });
  });

  test("with 0 has ended well, though sidecars still run and the Job says nothing yet", () => {
    expect(phase(view({ pod: pod(terminated(0, "Completed")) }))).toMatchObject({
      kind: "ended",
      certainty: "certain",
    });
  });

  test("by a signal may have been ended by more than that, which is known in a moment", () => {
    const ended = pod(terminated(143, "Error"));
    expect(phase(view({ pod: ended }))).toMatchObject({ certainty: "settling" });
    const deadline = job(
      {},
      holds("FailureTarget", "DeadlineExceeded", "Job was active longer than specified deadline"),
    );
    expect(phase(view({ pod: ended, job: deadline }))).toMatchObject({
      certainty: "certain",
      exit: { cause: "deadline", platformReason: "DeadlineExceeded" },
    });
  });

  test("may be put another in the place of, where the Job allows it", () => {
    const failing = view({ pod: pod(terminated(1, "Error")), job: job({ backoffLimit: 2 }) });
    expect(phase(failing)).toMatchObject({ certainty: "replaceable" });
    const over = { ...failing, job: job({ backoffLimit: 2 }, holds("Failed", "BackoffLimitExceeded")) };
    expect(phase(over)).toMatchObject({ certainty: "certain", exit: { cause: "exited", exitCode: 1 } });
  });
});

describe("a pod that was taken away", () => {
  const killed = terminated(137, "Error");

  test.each<[string, Pod["status"], string]>([
    [
      "evicted by its node",
      { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." },
      "evicted",
    ],
    ["preempted", { ...killed, conditions: [holds("DisruptionTarget", "PreemptionByScheduler")] }, "preempted"],
    ["drained", { ...killed, conditions: [holds("DisruptionTarget", "EvictionByEvictionAPI")] }, "evicted"],
    [
      "on a node that is gone",
      { ...killed, conditions: [holds("DisruptionTarget", "DeletionByTaintManager")] },
      "node-lost",
    ],
    [
      "on a node that shuts down",
      {
        ...killed,
        phase: "Failed",
        reason: "Terminated",
        message: "Pod was terminated in response to imminent node shutdown.",
        conditions: [holds("DisruptionTarget", "TerminationByKubelet")],
      },
      "node-lost",
    ],
    [
      "refused by its node",
      { phase: "Failed", reason: "OutOfcpu", message: "Node didn't have enough resource: cpu" },
      "capacity",
    ],
    ["past its own deadline", { ...killed, phase: "Failed", reason: "DeadlineExceeded" }, "deadline"],
  ])("%s is told as such", (_, status, cause) => {
    expect(phase(view({ pod: pod(status) }))).toMatchObject({ kind: "ended", exit: { cause } });
  });

  test("after its flow had returned has ended well", () => {
    const status = { ...terminated(0, "Completed"), conditions: [holds("DisruptionTarget", "EvictionByEvictionAPI")] };
    expect(phase(view({ pod: pod(status) }))).toMatchObject({ exit: { cause: "exited", exitCode: 0 } });
  });

  test("and replaced by the controller goes on in the other one", () => {
    const lost = { pod: pod(killed), isDeleted: true };
    const replaced = view({
      pods: [lost, { pod: pod(state({ running: { startedAt } }), "hello-fghij"), isDeleted: false }],
    });
    expect(phase(replaced)).toMatchObject({ kind: "running", pod: { metadata: { name: "hello-fghij" } } });
  });

  test("together with its Job is lost", () => {
    const running = pod(state({ running: { startedAt } }));
    expect(phase(view({ pods: [{ pod: running, isDeleted: true }], isDeleted: true }))).toMatchObject({
      kind: "ended",
      exit: { cause: "lost", message: "The Job hello was deleted." },
    });
  });
});

describe("a Job", () => {
  test("whose pods the deadline removed is told of it by its own conditions", () => {
    const conditions = [holds("FailureTarget", "DeadlineExceeded"), holds("Failed", "DeadlineExceeded")];
    expect(phase(view({ job: job({}, ...conditions) }))).toMatchObject({ kind: "ended", exit: { cause: "deadline" } });
  });

  test("that is complete, and whose pod somebody removed, ended well", () => {
    const conditions = [holds("SuccessCriteriaMet", "CompletionsReached"), holds("Complete", "CompletionsReached")];
    expect(phase(view({ job: job({}, ...conditions) }))).toMatchObject({ kind: "ended", exit: { exitCode: 0 } });
  });

  test("whose init container failed says which", () => {
    const initContainerStatuses = [{ name: "prepare", state: { terminated: { exitCode: 2, reason: "Error" } } }];
    expect(phase(view({ pod: pod({ phase: "Failed", initContainerStatuses }) }))).toMatchObject({
      exit: { cause: "start-failed", message: "The init container 'prepare' ended with exit code 2 (Error)." },
    });
  });

  test("runs once the flow's container does", () => {
    expect(phase(view({ pod: pod(state({ running: { startedAt } })) }))).toMatchObject({
      kind: "running",
      startedAt: new Date(startedAt),
    });
    expect(phase(view({ pod: pod(state({ waiting: { reason: "ContainerCreating" } })) }))).toMatchObject({
      kind: "starting",
      reason: "The pod hello-abcde is being prepared on node node-1.",
      diagnosis: null,
    });
    expect(phase(view())).toMatchObject({ kind: "starting", reason: "The Job is waiting for its pod." });
  });
});

describe("a Job that has no pod yet", () => {
  const refused = (involvedObject: NonNullable<ClusterEvent["involvedObject"]>): ClusterEvent => ({
    metadata: { name: "e" },
    type: "Warning",
    reason: "FailedCreate",
    message: "pods are forbidden",
    involvedObject,
  });

  test("cannot have one where the cluster says so of it", () => {
    const events = [refused({ kind: "Job", name: "hello", uid: "j1" })];
    expect(phase(view({ events }))).toMatchObject({ kind: "starting", diagnosis: { ends: "now" } });
  });

  test.each([
    ["of another Job", { kind: "Job", name: "goodbye", uid: "j2" }],
    ["of one that had its name before", { kind: "Job", name: "hello", uid: "j0" }],
    ["of something else with its name", { kind: "ReplicaSet", name: "hello", uid: "r1" }],
  ])("waits for it where the cluster says so %s", (_, object) => {
    expect(phase(view({ events: [refused(object)] }))).toMatchObject({ kind: "starting", diagnosis: null });
  });
});

test("a Job that failed as its node is gone says so, though its pod has no end", () => {
  const gone = pod({ phase: "Running", conditions: [holds("DisruptionTarget", "DeletionByTaintManager")] });
  const failed = job({}, holds("FailureTarget", "BackoffLimitExceeded"));
  expect(phase(view({ job: failed, pod: gone }))).toMatchObject({ kind: "ended", exit: { cause: "node-lost" } });
});
