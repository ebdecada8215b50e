import { FlowRunCancelledError } from "../../errors/flow-run-cancelled-error.ts";

/** A function that only timed out may take this long to settle; the runner's own limit comes after it. */
const timedOutSettleSeconds = 2;

/** How much of the time before the process is ended by force the function has; the rest is for saying how it ended. */
const settleShareOfDeadline = 0.8;

/** What ends this process's run from outside its function. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** How long the function may take to settle once its signal aborts. */
  settleSeconds(): number;
  cancel(flowRunName: string, reason: string, deadlineSeconds: number): void;
  crash(error: unknown): void;
  /** Rejects with the reason once interrupted. */
  readonly interrupted: Promise<never>;
}

export function createInterruption(): Interruption {
  const controller = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupted.catch(() => undefined);
  let settleSeconds = timedOutSettleSeconds;
  const interrupt = (reason: unknown, seconds: number): void => {
    if (controller.signal.aborted) return;
    settleSeconds = seconds;
    controller.abort(reason);
    reject(reason);
  };
  return {
    signal: controller.signal,
    settleSeconds: () => settleSeconds,
    cancel(flowRunName, reason, deadlineSeconds) {
      interrupt(new FlowRunCancelledError({ flowRunName, reason }), deadlineSeconds * settleShareOfDeadline);
    },
    crash: (error) => interrupt(error, 0),
    interrupted,
  };
}
