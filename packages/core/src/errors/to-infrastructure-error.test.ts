import { describe, expect, test } from "@jest/globals";
import type { ExitCause } from "../contracts/launcher.ts";
import { InfrastructureError } from "./infrastructure-error.ts";
import { toInfrastructureError } from "./to-infrastructure-error.ts";

const names: Readonly<Record<ExitCause, string>> = {
  exited: "InfrastructureExitedError",
  signal: "InfrastructureSignalledError",
  "out-of-memory": "OutOfMemoryError",
  "command-not-found": "CommandNotFoundError",
  "runner-missing": "RunnerMissingError",
  "image-pull": "ImagePullError",
  unschedulable: "UnschedulableError",
  capacity: "CapacityError",
  "start-failed": "StartFailedError",
  "start-timeout": "StartTimeoutError",
  preempted: "PreemptedError",
  evicted: "EvictedError",
  deadline: "DeadlineExceededError",
  "node-lost": "NodeLostError",
  stopped: "InfrastructureStoppedError",
  lost: "InfrastructureLostError",
};

describe("how the infrastructure ended a run", () => {
  test.each(Object.entries(names) as [ExitCause, string][])("by '%s' is a %s", (cause, name) => {
    const error = toInfrastructureError({ cause, exitCode: 9, message: "It ended." }, "run");
    expect(error).toMatchObject({ name, exitCause: cause, exitCode: 9, flowRunId: "run" });
    expect(error.message).toBe(`It ended. ${error.hint}`);
  });

  test("is told with the platform's name of it, its own hint and the last output", () => {
    const end = {
      cause: "unschedulable",
      exitCode: null,
      message: "0/3 nodes are available.",
      platformReason: "Unschedulable",
      hint: "Add a node with a GPU.",
      logTail: ["first", "second"],
    } as const;
    const error = toInfrastructureError(end, "run");
    expect(error.message).toBe("0/3 nodes are available. Add a node with a GPU.\nLast output:\n  first\n  second");
    expect(error).toMatchObject({ platformReason: "Unschedulable", hint: "Add a node with a GPU." });
    expect(error.toEnd()).toEqual(end);
  });

  test("by a cause that a later release added is an InfrastructureError all the same", () => {
    const error = toInfrastructureError({ cause: "melted" as ExitCause, exitCode: 1, message: "It melted." }, "run");
    expect(error).toBeInstanceOf(InfrastructureError);
    expect(error.message).toContain("It melted.");
  });
});
