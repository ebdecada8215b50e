import type { FlowRunFuture } from "prefect-core";

/** How long each part of one remote call took. */
export interface RunPhases {
  readonly flowRunId: string;
  /** From the call until the infrastructure exists: the pool is read, the code bundled and uploaded, the process launched. */
  readonly submitSeconds: number;
  /** From then until the first line of the flow. */
  readonly startSeconds: number;
  readonly flowSeconds: number;
  /** From the flow's last line until its result is here. */
  readonly returnSeconds: number;
}

/** Awaits one submitted run and says where its time went. */
export async function measurePhases<R extends { readonly startedAt: Date; readonly endedAt: Date }>(
  submit: () => Promise<FlowRunFuture<R>>,
): Promise<{ result: R; phases: RunPhases }> {
  const calledAt = Date.now();
  const future = await submit();
  const submittedAt = Date.now();
  const result = await future.result();
  const returnedAt = Date.now();
  const phases = {
    flowRunId: future.flowRunId,
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
