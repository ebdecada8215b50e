import type { FlowRunFuture } from "prefect-core";

/** How long each part of one remote call took. */
export interface RunPhases {
  /** From the call until the infrastructure exists: the pool read, the code bundled and uploaded, the process launched. */
  readonly submitSeconds: number;
  /** From then until the first line of the flow. */
  readonly startSeconds: number;
  readonly flowSeconds: number;
  /** From the flow's last line until its result is here. */
  readonly returnSeconds: number;
}

/** What one remote call returned, and where its time went. */
export interface MeasuredRun<R> {
  readonly result: R;
  readonly phases: RunPhases;
}

/** Submits a run, awaits it, and measures both. */
export async function measureRun<R extends { readonly startedAt: Date; readonly endedAt: Date }>(
  submit: () => Promise<FlowRunFuture<R>>,
): Promise<MeasuredRun<R>> {
  const calledAt = Date.now();
  const future = await submit();
  const submittedAt = Date.now();
  const result = await future.result();
  const returnedAt = Date.now();
  const phases = {
    submitSeconds: secondsBetween(calledAt, submittedAt),
    startSeconds: secondsBetween(submittedAt, result.startedAt.getTime()),
    flowSeconds: secondsBetween(result.startedAt.getTime(), result.endedAt.getTime()),
    returnSeconds: secondsBetween(result.endedAt.getTime(), returnedAt),
  };
  return { result, phases };
}

/** Never negative: a flow can begin before `submit` has returned. */
function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
