import { describe, expect, test } from "@jest/globals";
import type { ClusterEvent, Pod } from "./cluster-objects.ts";
import { diagnoseMissingPod, diagnosePod } from "./diagnose-start.ts";
import { createStartPatience } from "./start-patience.ts";

const pod = (status: NonNullable<Pod["status"]>): Pod => ({ metadata: { name: "hello-abcde" }, status });
const unschedulable = (message: string): Pod =>
  pod({ conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }] });
const waiting = (reason: string, message = ""): Pod =>
  pod({ containerStatuses: [{ name: "main", image: "nope:1", state: { waiting: { reason, message } } }] });
const event = (reason: string, message = "", type = "Warning"): ClusterEvent => ({
  metadata: { name: "e" },
  type,
  reason,
  message,
});

const full =
  "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.";
const tooSmall =
  "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";

describe("a pod that no node takes", () => {
  test("waits while the cluster is merely full, and says so in the scheduler's words", () => {
    expect(diagnosePod(unschedulable(full), [])).toEqual({
      platformReason: "Unschedulable",
      cause: "unschedulable",
      message: `No node can take the pod: ${full}`,
      ends: "wait",
    });
  });

  test("ends soon where no node ever could, unless an autoscaler is about to make one", () => {
    const hopeless = unschedulable(tooSmall);
    expect(diagnosePod(hopeless, [])).toMatchObject({ ends: "soon" });
    // Who may not read the cluster's remarks cannot tell that no autoscaler is at it.
    expect(diagnosePod(hopeless, null)).toMatchObject({ ends: "wait" });
    expect(diagnosePod(hopeless, [event("TriggeredScaleUp", "", "Normal")])).toMatchObject({ ends: "wait" });
    expect(diagnosePod(hopeless, [event("NotTriggerScaleUp", "", "Normal")])).toMatchObject({ ends: "now" });
    expect(diagnosePod(unschedulable(tooSmall.replace("2 Preemption", "1 Preemption")), [])).toMatchObject({
      ends: "wait",
    });
  });
});

describe("a container whose image does not come", () => {
  test.each([
    ["ErrImagePull", 'failed to resolve reference "nope:1": nope:1: not found', "now"],
    ["ErrImagePull", "pull access denied, repository does not exist or may require authorization", "now"],
    ["ImagePullBackOff", 'Back-off pulling image "nope:1": ErrImagePull: unauthorized', "now"],
    ["ErrImageNeverPull", 'Container image "nope:1" is not present with pull policy of Never', "now"],
    ["InvalidImageName", "couldn't parse image reference", "now"],
    ["ErrImagePull", "dial tcp: lookup registry.example.com: no such host", "wait"],
    ["ErrImagePull", "net/http: TLS handshake timeout", "wait"],
    ["ImagePullBackOff", 'Back-off pulling image "nope:1"', "wait"],
  ])("%s: %s", (reason, message, ends) => {
    expect(diagnosePod(waiting(reason, message), [])).toMatchObject({
      cause: "image-pull",
      platformReason: reason,
      ends,
      message: expect.stringContaining(message),
    });
  });
});

test.each([
  ["CreateContainerConfigError", 'secret "database" not found', "start-failed"],
  ["CreateContainerError", 'exec: "node": executable file not found in $PATH', "command-not-found"],
])("a container that cannot be made, %s, is told of with the node's words", (reason, message, cause) => {
  expect(diagnosePod(waiting(reason, message), [])).toMatchObject({
    cause,
    ends: "now",
    message: expect.stringContaining(message),
  });
});

test("a volume that cannot be mounted is waited for, and told of", () => {
  const events = [event("FailedMount", 'configmap "settings" not found')];
  expect(diagnosePod(waiting("ContainerCreating"), events)).toMatchObject({
    ends: "wait",
    message: 'The node cannot prepare the pod: configmap "settings" not found.',
  });
  expect(diagnosePod(waiting("ContainerCreating"), [])).toBeNull();
});

describe("a Job without a pod", () => {
  const quota = (requested: string, limited: string): ClusterEvent =>
    event(
      "FailedCreate",
      `Error creating: pods "x" is forbidden: exceeded quota: q, requested: ${requested}, used: cpu=1, limited: ${limited}`,
    );

  test("waits for a quota that others use up, and not for one that it exceeds alone", () => {
    expect(diagnoseMissingPod([quota("cpu=2", "cpu=2500m")])).toMatchObject({ cause: "capacity", ends: "wait" });
    expect(diagnoseMissingPod([quota("cpu=2,memory=8Gi", "cpu=4,memory=4Gi")])).toMatchObject({ ends: "now" });
  });

  test("ends at once where admission refuses the pod", () => {
    const words = 'admission webhook "policy.example.com" denied the request: no team label';
    expect(diagnoseMissingPod([event("FailedCreate", words)])).toMatchObject({
      cause: "start-failed",
      ends: "now",
      message: `The cluster refused to make the pod: ${words}.`,
    });
    expect(diagnoseMissingPod([event("SuccessfulCreate", "", "Normal")])).toBeNull();
  });
});

describe("patience", () => {
  test("ends at once what will not get better, soon what only an autoscaler could mend, and never a full cluster", () => {
    let now = 0;
    const patience = createStartPatience(() => now);
    expect(patience.judge(null)).toBeNull();
    const hopeless = diagnosePod(unschedulable(tooSmall), []);
    expect(patience.judge(hopeless)).toBeNull();
    now = 29_000;
    expect(patience.judge(hopeless)).toBeNull();
    now = 31_000;
    expect(patience.judge(hopeless)).toBe(hopeless);
    expect(patience.judge(diagnosePod(unschedulable(full), []))).toBeNull();
    const refused = diagnosePod(waiting("InvalidImageName"), []);
    expect(patience.judge(refused)).toBe(refused);
  });

  test("gives a registry that does not answer more than one more chance", () => {
    let now = 0;
    const patience = createStartPatience(() => now);
    const silent = diagnosePod(waiting("ErrImagePull", "TLS handshake timeout"), []);
    expect(patience.judge(silent)).toBeNull();
    now = 34_000;
    expect(patience.judge(silent)).toBeNull();
    now = 36_000;
    expect(patience.judge(silent)).toBe(silent);
  });
});
