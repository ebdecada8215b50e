import { describe, expect, test } from "@jest/globals";
import type { FlowOptions } from "../contracts/flow.ts";
import { toAttemptLimits } from "./attempt-limits.ts";
import type { Binding } from "./binding.ts";

function limitsOf(
  flowOptions: FlowOptions,
  { run = {}, options = {}, infrastructure = {} }: { run?: object; options?: object; infrastructure?: object } = {},
) {
  return toAttemptLimits({ flow: { options: flowOptions }, run, options, infrastructure } as unknown as Binding);
}

describe("the time that an attempt may take", () => {
  test("is without limit where the flow has none", () => {
    expect(limitsOf({ retries: 5, retryDelaySeconds: 9 }).deadlineSeconds).toBeNull();
  });

  test("holds every call of the function, the pauses between them, and five minutes for what is around them", () => {
    expect(limitsOf({ timeoutSeconds: 60 }).deadlineSeconds).toBe(360);
    expect(limitsOf({ timeoutSeconds: 60, retries: 2, retryDelaySeconds: 5 }).deadlineSeconds).toBe(490);
    expect(limitsOf({ timeoutSeconds: 60, retries: 3, retryDelaySeconds: [1, 2] }).deadlineSeconds).toBe(545);
  });

  test("is that of the call where one was said for it", () => {
    expect(limitsOf({ timeoutSeconds: 60 }, { run: { timeoutSeconds: 10 } }).deadlineSeconds).toBe(310);
  });

  test("cannot be known where a function tells the pauses", () => {
    expect(limitsOf({ timeoutSeconds: 60, retries: 1, retryDelaySeconds: () => 1 }).deadlineSeconds).toBeNull();
  });

  test("from the launch to the first sign is the decorator's, else the platform's, else ten minutes", () => {
    expect(limitsOf({}).startTimeoutSeconds).toBe(600);
    const infrastructure = { defaultStartTimeoutSeconds: 1800 };
    expect(limitsOf({}, { infrastructure }).startTimeoutSeconds).toBe(1800);
    expect(limitsOf({}, { infrastructure, options: { startTimeoutSeconds: 5 } }).startTimeoutSeconds).toBe(5);
  });
});
