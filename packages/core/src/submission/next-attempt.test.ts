import { describe, expect, test } from "@jest/globals";
import type { Outcome } from "../contracts/outcome.ts";
import { toInfrastructureRetries } from "../infrastructure/infrastructure-retries.ts";
import { causeOf, isRetried, toRetryingState } from "./next-attempt.ts";

const crashed = {
  state: { type: "CRASHED", name: "Crashed", message: null },
  infrastructure: { cause: "preempted", exitCode: null, message: "The machine was taken back." },
} as unknown as Outcome;

describe("another attempt follows", () => {
  test.each(["preempted", "capacity", "node-lost", "lost"] as const)("by default after '%s'", (cause) => {
    expect(isRetried(toInfrastructureRetries(1), 0, cause)).toBe(true);
  });

  test.each(["exited", "out-of-memory", "image-pull", "start-timeout", "deadline", "evicted"] as const)(
    "by default not after '%s', which it would not escape",
    (cause) => expect(isRetried(toInfrastructureRetries(1), 0, cause)).toBe(false),
  );

  test("as often as was asked for, and not at all where nothing was asked for", () => {
    expect(isRetried(toInfrastructureRetries(2), 1, "lost")).toBe(true);
    expect(isRetried(toInfrastructureRetries(2), 2, "lost")).toBe(false);
    expect(isRetried(toInfrastructureRetries(undefined), 0, "lost")).toBe(false);
  });

  test("after the causes that were named, and no other", () => {
    const policy = toInfrastructureRetries({ maximum: 1, causes: ["out-of-memory"] });
    expect(isRetried(policy, 0, "out-of-memory")).toBe(true);
    expect(isRetried(policy, 0, "lost")).toBe(false);
  });

  test("only where the infrastructure ended the run, whoever wrote that down", () => {
    expect(causeOf(crashed)).toBe("preempted");
    expect(causeOf({ ...crashed, executionId: "one" })).toBe("preempted");
    const { infrastructure: _, ...failed } = crashed;
    expect(causeOf({ ...failed, state: { type: "FAILED", name: "Failed", message: null } })).toBeNull();
    expect(causeOf({ ...crashed, state: { type: "CANCELLED", name: "Cancelled", message: null } })).toBeNull();
  });
});

test("between two attempts a run is PENDING, and says what happened and what comes", () => {
  const policy = toInfrastructureRetries({ maximum: 3, delaySeconds: 5 });
  const about = { attempt: 2, made: 1, cause: "lost", message: "The node is gone." } as const;
  expect(toRetryingState(policy, about)).toEqual({
    type: "PENDING",
    name: "InfrastructureRetrying",
    message:
      "Attempt 2 was ended by its infrastructure (lost): The node is gone. Attempt 3 (infrastructure retry 2 of 3) starts in 5 s.",
  });
});
