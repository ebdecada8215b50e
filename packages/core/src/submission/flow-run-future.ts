import type { FlowRunFuture, WaitOptions } from "../contracts/flow-run-future.ts";
import type { State } from "../contracts/state.ts";
import type { FollowedRun } from "./followed-run.ts";
import { captureCallSite, withCallSite } from "./call-site.ts";
import { toState } from "./to-state.ts";
import { withinWait } from "./waiting.ts";

/**
 * The future of a run that this process started, or that it has yet to find: nothing is read before the first method
 * that needs it.
 */
export function createFlowRunFuture<R>(flowRunId: string, follow: () => Promise<FollowedRun>): FlowRunFuture<R> {
  async function state(): Promise<State> {
    const { client } = await follow();
    return toState(await client.readFlowRun(flowRunId));
  }

  async function result(options?: WaitOptions): Promise<R> {
    return await withCallSite(captureCallSite(result), async () => {
      const { loadRunResult } = await import("./load-run-result.ts");
      return (await withinWait(follow().then(loadRunResult), flowRunId, options)) as R;
    });
  }

  return {
    flowRunId,
    state,
    async wait(options) {
      await withinWait(
        follow().then((run) => run.ended()),
        flowRunId,
        options,
      );
      return await state();
    },
    result,
    async *logs(options) {
      const { readRunLogs } = await import("./read-run-logs.ts");
      yield* readRunLogs(await follow(), options);
    },
    async cancel() {
      await (await follow()).cancel();
    },
    detach() {
      void follow().then(
        (run) => run.detach(),
        () => undefined,
      );
    },
    toJSON: () => ({ flowRunId }),
  };
}
