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

interface Hearer {
  cancelled(stateName: string): void;
  paused(isPaused: boolean, lookedAt: number): void;
}

/** The runs of this process that a control plane is asked about, and who hears of the cancellation of each. */
interface Poll {
  readonly runs: Map<string, Set<Hearer>>;
  timer: NodeJS.Timeout | undefined;
}

/** One for all runs of this process in a control plane. */
const polls = new WeakMap<AskedClient, Poll>();

/**
 * Asks the control plane now and then whether the run is to be cancelled, and whether it is paused. Does not keep the
 * process alive.
 */
export function watchCancellation(
  client: AskedClient,
  flowRunId: string,
  flowRunName: () => string,
  onLook: Hearer["paused"] = () => undefined,
): CancellationWatch {
  const controller = new AbortController();
  const poll: Poll = polls.get(client) ?? { runs: new Map(), timer: undefined };
  polls.set(client, poll);
  const hearer: Hearer = {
    cancelled(stateName) {
      forget();
      controller.abort(new FlowRunCancelledError({ flowRunName: flowRunName(), reason: `its state is ${stateName}` }));
    },
    paused: onLook,
  };
  function forget(): void {
    const hearers = poll.runs.get(flowRunId);
    hearers?.delete(hearer);
    if (hearers?.size === 0) poll.runs.delete(flowRunId);
  }
  poll.runs.set(flowRunId, (poll.runs.get(flowRunId) ?? new Set()).add(hearer));
  schedule(client, poll);
  return {
    signal: controller.signal,
    end() {
      forget();
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
    const lookedAt = performance.now();
    const states = { type: { any_: ["CANCELLING", "CANCELLED", "PAUSED"] } } as const;
    // A control plane that does not answer is asked again.
    const found = await client
      .filterFlowRuns({ flow_runs: { id: { any_: asked }, state: states }, limit: pageSize })
      .catch(() => null);
    if (found === null) continue;
    const paused = new Set(found.filter((run) => run.state_type === "PAUSED").map(({ id }) => id));
    for (const id of asked) for (const hearer of runs.get(id) ?? []) hearer.paused(paused.has(id), lookedAt);
    for (const { id, state_name, state_type } of found) {
      if (paused.has(id)) continue;
      for (const hearer of runs.get(id) ?? []) hearer.cancelled(state_name ?? state_type ?? "CANCELLING");
    }
  }
}
