import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { FlowRunCancelledError } from "../../errors/flow-run-cancelled-error.ts";

const pollMilliseconds = 2000;
/** As many as a server gives in one answer. */
const pageSize = 200;

type AskedClient = Pick<PrefectClient, "filterFlowRuns">;

export interface CancellationWatch {
  /** Aborts with a `FlowRunCancelledError` once somebody asked for the run to be cancelled. */
  readonly signal: AbortSignal;
  end(): void;
}

/** The runs of this process that a control plane is asked about, and how each hears of its cancellation. */
interface Poll {
  readonly runs: Map<string, (stateName: string) => void>;
  timer: NodeJS.Timeout | undefined;
}

/** One for all runs of this process in a control plane. */
const polls = new WeakMap<AskedClient, Poll>();

/** Asks the control plane now and then whether the run is to be cancelled. Does not keep the process alive. */
export function watchCancellation(
  client: AskedClient,
  flowRunId: string,
  flowRunName: () => string,
): CancellationWatch {
  const controller = new AbortController();
  const poll = polls.get(client) ?? { runs: new Map(), timer: undefined };
  polls.set(client, poll);
  poll.runs.set(flowRunId, (stateName) => {
    poll.runs.delete(flowRunId);
    controller.abort(new FlowRunCancelledError({ flowRunName: flowRunName(), reason: `its state is ${stateName}` }));
  });
  schedule(client, poll);
  return {
    signal: controller.signal,
    end() {
      poll.runs.delete(flowRunId);
      if (poll.runs.size > 0) return;
      clearTimeout(poll.timer);
      poll.timer = undefined;
    },
  };
}

function schedule(client: AskedClient, poll: Poll): void {
  if (poll.runs.size === 0) return;
  poll.timer ??= setTimeout(() => {
    void ask(client, poll).finally(() => {
      poll.timer = undefined;
      schedule(client, poll);
    });
  }, pollMilliseconds).unref();
}

async function ask(client: AskedClient, { runs }: Poll): Promise<void> {
  const ids = [...runs.keys()];
  for (let at = 0; at < ids.length; at += pageSize) {
    const asked = ids.slice(at, at + pageSize);
    // A control plane that does not answer is asked again.
    const cancelled = await client
      .filterFlowRuns({
        flow_runs: { id: { any_: asked }, state: { type: { any_: ["CANCELLING", "CANCELLED"] } } },
        limit: pageSize,
      })
      .catch(() => []);
    for (const { id, state_name, state_type } of cancelled) runs.get(id)?.(state_name ?? state_type ?? "CANCELLING");
  }
}
