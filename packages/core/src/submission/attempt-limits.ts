import type { FlowOptions } from "../contracts/flow.ts";
import { retryDelaySeconds } from "../engine/retry-delay.ts";
import type { Binding } from "./binding.ts";

const DEFAULT_START_TIMEOUT_SECONDS = 600;

/** Beside the flow itself a runner fetches the bundle, stores log and result, and ends what the flow left behind. */
const MARGIN_SECONDS = 300;

/** How long an attempt may take, in seconds. */
export interface AttemptLimits {
  /** From the launch to the runner's first sign. */
  readonly startTimeoutSeconds: number;
  /** From the runner's first sign to the end; `null`: as long as it likes. */
  readonly deadlineSeconds: number | null;
}

/** Of an attempt whose limits nobody recorded. */
export const unknownLimits: AttemptLimits = {
  startTimeoutSeconds: DEFAULT_START_TIMEOUT_SECONDS,
  deadlineSeconds: null,
};

/** Pure. */
export function toAttemptLimits({ flow, run, infrastructure, options }: Binding): AttemptLimits {
  const timeoutSeconds = run.timeoutSeconds ?? flow.options.timeoutSeconds;
  return {
    startTimeoutSeconds:
      options.startTimeoutSeconds ?? infrastructure.defaultStartTimeoutSeconds ?? DEFAULT_START_TIMEOUT_SECONDS,
    deadlineSeconds: timeoutSeconds === undefined ? null : toDeadline(flow.options, timeoutSeconds),
  };
}

/** What the function's calls and the pauses between them take at most. A pause that a function tells is not known before. */
function toDeadline({ retries = 0, retryDelaySeconds: delay }: FlowOptions, timeoutSeconds: number): number | null {
  if (typeof delay === "function" && retries > 0) return null;
  let seconds = timeoutSeconds * (1 + retries) + MARGIN_SECONDS;
  for (let retry = 1; retry <= retries; retry += 1) seconds += retryDelaySeconds(delay, retry);
  return Number.isFinite(seconds) ? Math.ceil(seconds) : null;
}
