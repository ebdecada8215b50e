import { expect, test } from "@jest/globals";
import type { EcsContainer, EcsTask } from "./ecs-task.ts";
import { explainPlacementFailure } from "./explain-run-task-failure.ts";
import { ownStopReason, toTaskPhase } from "./map-ecs-status.ts";

function stopped(task: Partial<EcsTask>, ...containers: readonly EcsContainer[]): EcsTask {
  return {
    taskArn: "arn:task",
    clusterArn: "arn:cluster",
    taskDefinitionArn: "arn:definition",
    lastStatus: "STOPPED",
    stoppedAt: new Date("2026-01-01T00:00:00Z"),
    tags: [],
    containers,
    ...task,
  };
}

function endOf(task: EcsTask) {
  const phase = toTaskPhase(task, "prefect");
  if (phase.kind !== "ended") throw new Error(`the task is ${phase.kind}`);
  return phase.exit;
}

const exited = { stopCode: "EssentialContainerExited", stoppedReason: "Essential container in task exited" };
const notStarted = (stoppedReason: string) => ({ stopCode: "TaskFailedToStart", stoppedReason });

test.each<[string, EcsTask, string, number | null]>([
  ["success", stopped(exited, { name: "prefect", exitCode: 0 }), "exited", 0],
  ["the flow's exit code", stopped(exited, { name: "prefect", exitCode: 3 }), "exited", 3],
  ["a signal", stopped(exited, { name: "prefect", exitCode: 139 }), "signal", 139],
  ["a missing command", stopped(exited, { name: "prefect", exitCode: 127 }), "command-not-found", 127],
  [
    "too much memory",
    stopped(exited, {
      name: "prefect",
      exitCode: 137,
      reason: "OutOfMemoryError: Container killed due to memory usage",
    }),
    "out-of-memory",
    137,
  ],
  [
    "an essential sidecar",
    stopped(exited, { name: "prefect", exitCode: 143 }, { name: "proxy", exitCode: 2 }),
    "stopped",
    143,
  ],
  [
    "an essential sidecar, after which the runner ended as it was asked to,",
    stopped(exited, { name: "prefect", exitCode: 0 }, { name: "proxy", exitCode: 2 }),
    "stopped",
    0,
  ],
  [
    "an interrupted Spot task whose runner ended as it was asked to",
    stopped(
      { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." },
      { name: "prefect", exitCode: 0 },
    ),
    "preempted",
    0,
  ],
  [
    "our own stop of a runner that ended as it was asked to",
    stopped({ stopCode: "UserInitiated", stoppedReason: ownStopReason }, { name: "prefect", exitCode: 0 }),
    "exited",
    0,
  ],
  [
    "success, beside a sidecar that was ended with it,",
    stopped(exited, { name: "prefect", exitCode: 0 }, { name: "proxy", exitCode: 143 }),
    "exited",
    0,
  ],
  [
    "an interrupted Spot task",
    stopped(
      { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." },
      { name: "prefect", exitCode: 143 },
    ),
    "preempted",
    143,
  ],
  ["a terminated instance", stopped({ stopCode: "TerminationNotice" }, { name: "prefect" }), "node-lost", null],
  [
    "somebody else's stop",
    stopped({ stopCode: "UserInitiated", stoppedReason: "maintenance" }, { name: "prefect", exitCode: 143 }),
    "stopped",
    143,
  ],
  [
    "our own stop",
    stopped({ stopCode: "UserInitiated", stoppedReason: ownStopReason }, { name: "prefect", exitCode: 137 }),
    "signal",
    137,
  ],
  [
    "an image that is not there",
    stopped(notStarted("CannotPullContainerError: pull image manifest has been retried 1 time(s): not found"), {
      name: "prefect",
    }),
    "image-pull",
    null,
  ],
  [
    "a secret that cannot be read",
    stopped(notStarted("ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException"), {
      name: "prefect",
    }),
    "start-failed",
    null,
  ],
  [
    "no capacity, without a container",
    stopped(notStarted("Capacity is unavailable at this time. Please try again later")),
    "capacity",
    null,
  ],
  [
    "a start that fails for no known reason, without a container",
    stopped(notStarted("Something new")),
    "start-failed",
    null,
  ],
  [
    "a capacity provider that gave up",
    stopped(notStarted("The capacity provider could not place the task")),
    "unschedulable",
    null,
  ],
  ["an end without a word", stopped({}), "lost", null],
])("%s has its cause", (_what, task, cause, exitCode) => {
  expect(endOf(task)).toMatchObject({ cause, exitCode });
});

test("a start that failed has ECS's own words, and what to do about a secret", () => {
  const words = "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException";
  const { message, hint } = endOf(stopped(notStarted(words), { name: "prefect" }));
  expect(message).toContain(words);
  expect(hint).toContain("secretsmanager:GetSecretValue");
});

test("a task that is being stopped still runs, and one that never started does not", () => {
  const startedAt = new Date();
  expect(toTaskPhase({ ...stopped({ startedAt }), lastStatus: "DEPROVISIONING" }, "prefect").kind).toBe("running");
  expect(toTaskPhase({ ...stopped({}), lastStatus: "PENDING" }, "prefect").kind).toBe("starting");
});

test.each([
  ["RESOURCE:MEMORY", "capacity"],
  ["Capacity is unavailable at this time. Please try again later or in a different availability zone", "capacity"],
  ["You've reached the limit on the number of vCPUs you can run concurrently", "capacity"],
  ["AGENT", "unschedulable"],
  ["ATTRIBUTE", "unschedulable"],
  ["MISSING", "start-failed"],
])("a placement failure of '%s' is one of %s", (reason, cause) => {
  expect(explainPlacementFailure({ reason })).toMatchObject({ cause, platformReason: reason });
});
