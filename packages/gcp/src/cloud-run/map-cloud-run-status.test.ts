import { expect, test } from "@jest/globals";
import { toExecutionPhase, toExit } from "./map-cloud-run-status.ts";
import type { ConditionView, TaskView } from "./resource-view.ts";

const now = new Date("2026-11-24T00:01:00Z");
const time = (date: string) => ({ seconds: Date.parse(date) / 1000, nanos: 500_000_000 });
const ended = { startTime: time("2026-11-24T00:00:00Z"), completionTime: time("2026-11-24T00:00:30Z") };

const failed = (more: Partial<ConditionView> = {}): ConditionView => ({
  type: "Completed",
  state: "CONDITION_FAILED",
  executionReason: "NON_ZERO_EXIT_CODE",
  message: "Task x-task0 failed with message: The container exited with an error.",
  ...more,
});

function exitOf(
  completed: ConditionView,
  lastAttemptResult: TaskView["lastAttemptResult"] = null,
  notices: string[] = [],
) {
  return toExit({ execution: { ...ended, conditions: [completed] }, task: { lastAttemptResult }, notices, now });
}

test("an execution tells how far it is", () => {
  const waiting = { type: "ResourcesAvailable", state: "CONDITION_RECONCILING", message: "Waiting for a GPU." };
  expect(toExecutionPhase({ conditions: [waiting] }, now)).toEqual({ kind: "starting", reason: "Waiting for a GPU." });
  expect(
    toExecutionPhase(
      { conditions: [{ type: "Completed", state: "CONDITION_RECONCILING", executionReason: "DELAYED_START_PENDING" }] },
      now,
    ),
  ).toEqual({ kind: "starting", reason: "The execution waits for its turn" });
  expect(toExecutionPhase({ runningCount: 1, startTime: time("2026-11-24T00:00:00Z") }, now)).toEqual({
    kind: "running",
    startedAt: new Date("2026-11-24T00:00:00.500Z"),
  });
  expect(toExecutionPhase(ended, now)).toMatchObject({ kind: "ended", endedAt: new Date("2026-11-24T00:00:30.500Z") });
});

test.each([
  [
    { exitCode: 3, status: { code: 13 } },
    { exitCode: 3, cause: "exited", message: "The container exited with code 3." },
  ],
  [
    { termSignal: 9, status: { code: 13 } },
    { exitCode: 137, cause: "signal" },
  ],
  [{ exitCode: 143 }, { exitCode: 143, cause: "signal" }],
  [{ exitCode: 127 }, { exitCode: 127, cause: "command-not-found" }],
  [{ status: { code: 4, message: "The configured timeout was reached." } }, { exitCode: null, cause: "deadline" }],
  [
    { termSignal: 9, status: { code: 13, message: "Memory limit of 512 MiB exceeded with 513 MiB used." } },
    { exitCode: 137, cause: "out-of-memory", platformReason: "MEMORY_LIMIT_EXCEEDED" },
  ],
])("an end is told with its cause: %j", (result, exit) => {
  expect(exitOf(failed(), result)).toMatchObject(exit);
});

test("what only the log tells of memory counts as well", () => {
  const notice = "Memory limit of 512 MiB exceeded with 530 MiB used.";
  expect(exitOf(failed(), { termSignal: 9 }, [notice])).toMatchObject({
    cause: "out-of-memory",
    message: expect.stringContaining(notice.replace(/\.$/, "")),
  });
});

test.each([
  [{ executionReason: undefined, reason: "CONTAINER_MISSING", message: "Image 'x' not found." }, "image-pull"],
  [{ executionReason: undefined, reason: "CONTAINER_PERMISSION_DENIED", message: "" }, "image-pull"],
  [
    { executionReason: undefined, reason: "SECRETS_ACCESS_CHECK_FAILED", message: "Secret s was not found" },
    "start-failed",
  ],
  [{ executionReason: undefined, reason: "INTERNAL", message: "Quota exceeded for GPUs" }, "capacity"],
  [{ message: 'Application failed to start: exec: "node": executable file not found in $PATH' }, "command-not-found"],
  [{ executionReason: "CANCELLED", message: "Execution was cancelled." }, "stopped"],
  [{ executionReason: "DELETED" }, "lost"],
] as const)("an execution that never ran its container says why: %j", (condition, cause) => {
  expect(exitOf(failed(condition as Partial<ConditionView>))).toMatchObject({ cause, exitCode: null });
});

test("a container that was cancelled and ended by itself has its own exit code", () => {
  expect(exitOf(failed({ executionReason: "CANCELLED" }), { exitCode: 5 })).toMatchObject({
    cause: "exited",
    exitCode: 5,
  });
});

test("success is an exit with 0, though Cloud Run leaves a zero out", () => {
  const succeeded = { type: "Completed", state: "CONDITION_SUCCEEDED" };
  expect(exitOf(succeeded, {})).toMatchObject({ cause: "exited", exitCode: 0 });
});
