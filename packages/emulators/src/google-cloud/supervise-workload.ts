import { setTimeout as delay } from "node:timers/promises";
import type { Workload, WorkloadExit } from "../workloads/workload-backend.ts";

/** How a workload ended, and what ended it; `null`: nothing but itself. */
export interface SupervisedEnd {
  readonly exit: WorkloadExit;
  readonly interruption: "timeout" | "cancel" | null;
}

export interface Supervision {
  readonly timeoutSeconds: number;
  /** What it is given to end. */
  readonly stopGraceSeconds: number;
  /** Cancels it. */
  readonly signal: AbortSignal;
}

const longestTimerMilliseconds = 2 ** 31 - 1;

/** Lets a workload run to its end, and has it end when its time is over or it is cancelled. */
export async function superviseWorkload(
  workload: Workload,
  { timeoutSeconds, stopGraceSeconds, signal }: Supervision,
): Promise<SupervisedEnd> {
  const over = new AbortController();
  const interrupted = delay(Math.min(timeoutSeconds * 1000, longestTimerMilliseconds), "timeout" as const, {
    signal: AbortSignal.any([over.signal, signal]),
    ref: false,
  }).catch(() => "cancel" as const);
  const first = await Promise.race([workload.exited, interrupted]);
  over.abort();
  if (typeof first !== "string") return { exit: first, interruption: null };
  await workload.stop(stopGraceSeconds);
  return { exit: await workload.exited, interruption: first };
}
