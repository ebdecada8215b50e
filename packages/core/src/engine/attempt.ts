import type { AnyFunction } from "../contracts/flow.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { FlowRunTimeoutError } from "../errors/flow-run-timeout-error.ts";
import { pause } from "./pause.ts";
import type { AttemptOutcome } from "./run-states.ts";

export interface AttemptLimits {
  readonly timeoutSeconds: number | undefined;
  readonly settleSeconds: () => number;
}

/**
 * Calls the function once. The first of two things decides: the function settles, or `controller` is aborted (after
 * `timeoutSeconds` by this function itself). A function that ignores its signal is given up; its result is discarded.
 */
export async function attempt(
  fn: AnyFunction,
  args: readonly unknown[],
  controller: AbortController,
  { timeoutSeconds, settleSeconds }: AttemptLimits,
): Promise<AttemptOutcome> {
  const { signal } = controller;
  if (signal.aborted) return toAbortOutcome(signal.reason);
  const startedAt = performance.now();
  const timeout = timeoutSeconds === undefined ? undefined : new FlowRunTimeoutError({ timeoutSeconds });
  const timer = timeout && setTimeout(() => controller.abort(timeout), timeout.timeoutSeconds * 1000);

  const settled = call(fn, args);
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  const outcome = await Promise.race([settled, aborted]);
  clearTimeout(timer);

  // A function that kept the thread busy past its limit settles before the timer could fire.
  const overran = timeout !== undefined && performance.now() - startedAt >= timeout.timeoutSeconds * 1000;
  if (overran && !signal.aborted) controller.abort(timeout);
  if (outcome !== undefined && !signal.aborted) return outcome;
  await Promise.race([settled, pause(settleSeconds())]);
  return toAbortOutcome(signal.reason);
}

async function call(fn: AnyFunction, args: readonly unknown[]): Promise<AttemptOutcome> {
  try {
    return { kind: "completed", value: await fn(...(args as never[])) };
  } catch (error) {
    return { kind: "failed", error };
  }
}

function toAbortOutcome(reason: unknown): AttemptOutcome {
  if (FlowRunTimeoutError.isInstance(reason)) return { kind: "timed-out", error: reason };
  return { kind: FlowRunCancelledError.isInstance(reason) ? "cancelled" : "crashed", error: reason };
}
