import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { FlowRunCancelledError } from "../../errors/flow-run-cancelled-error.ts";

const pollMilliseconds = 2000;

export interface CancellationWatch {
  /** Aborts with a `FlowRunCancelledError` once somebody asked for the run to be cancelled. */
  readonly signal: AbortSignal;
  end(): void;
}

/** Asks the control plane now and then whether the run is to be cancelled. Does not keep the process alive. */
export function watchCancellation(
  client: PrefectClient,
  flowRunId: string,
  flowRunName: () => string,
): CancellationWatch {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    timer = setTimeout(() => void poll(), pollMilliseconds).unref();
  };
  const poll = async (): Promise<void> => {
    // A control plane that does not answer is asked again.
    const run = await client.readFlowRun(flowRunId).catch(() => null);
    if (timer === undefined) return;
    if (run?.state_type !== "CANCELLING" && run?.state_type !== "CANCELLED") return schedule();
    const reason = `its state is ${run.state_name ?? run.state_type}`;
    controller.abort(new FlowRunCancelledError({ flowRunName: flowRunName(), reason }));
  };
  schedule();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
