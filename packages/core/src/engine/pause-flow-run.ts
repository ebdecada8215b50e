import { FlowRunNotPausedError } from "../errors/flow-run-not-paused-error.ts";
import { FlowRunPauseTimeoutError } from "../errors/flow-run-pause-timeout-error.ts";
import { MissingRunContextError } from "../errors/missing-run-context-error.ts";
import { activeRun, type ActiveRun } from "./active-run.ts";
import { pause } from "./pause.ts";
import { createRunLogger } from "./run-logger.ts";

const DEFAULT_TIMEOUT_SECONDS = 3600;
const HOLD_MILLISECONDS = 60_000;

export interface PauseOptions {
  /** The flow goes on with a `FlowRunPauseTimeoutError` if it was not resumed by then. Default: 3600. */
  readonly timeoutSeconds?: number;
  /** A run pauses once for each key, so that a retry goes past a pause that it had. Default: every time. */
  readonly key?: string;
}

/**
 * Pauses the run that the caller is part of: resolves once somebody resumes it, as `prefect flow-run resume` does. Throws
 * `MissingRunContextError` outside every flow, `FlowRunNotPausedError` where the run cannot be paused, and what aborts
 * the run.
 */
export async function pauseFlowRun({
  timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
  key,
}: PauseOptions = {}): Promise<void> {
  const run = activeRun();
  if (run === null) throw new MissingRunContextError({ asked: "pauseFlowRun()" });
  const { session } = run;
  const { name: flowRunName } = session;
  const refuse = (reason: string): never => {
    throw new FlowRunNotPausedError({ flowRunName, reason });
  };
  if (!(timeoutSeconds > 0)) refuse(`timeoutSeconds is ${String(timeoutSeconds)}, not a time above 0`);
  const logger = createRunLogger(session);
  logger.info("Pausing flow, execution will continue when this flow run is resumed.");
  const terms = { timeoutSeconds, ...(key === undefined ? {} : { key }) };
  const answer = await session.propose({ type: "PAUSED", name: "Paused", pause: terms });
  // It paused for this key before, and was resumed.
  if (answer.status === "REJECT" && answer.state.type === "RUNNING") return;
  if (answer.status !== "ACCEPT") return refuse(answer.reason);
  if (!(await isResumedWithin(run, timeoutSeconds)))
    throw new FlowRunPauseTimeoutError({ flowRunName, timeoutSeconds });
  logger.info("Resuming flow run execution!");
}

/** Resolves once the run is not paused, which may be at once. Throws what aborts the run. */
export async function untilResumed({ session, context: { signal } }: ActiveRun): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  // Nothing else may keep the process alive while its run is paused.
  const hold = setInterval(() => undefined, HOLD_MILLISECONDS);
  try {
    await Promise.race([session.resumed(), aborted]);
  } finally {
    clearInterval(hold);
    signal.removeEventListener("abort", onAbort);
  }
}

async function isResumedWithin(run: ActiveRun, seconds: number): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([untilResumed(run).then(() => true), pause(seconds, over.signal).then(() => false)]);
  } finally {
    over.abort();
  }
}
