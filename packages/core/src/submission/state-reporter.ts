import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";

type ProgressEvent = Extract<RunnerEvent, { prefect: "state" | "run-name" }>;

/** Writes what a runner reports of its run to the control plane, in order and without holding its output back. */
export interface StateReporter {
  report(event: ProgressEvent): void;
  /** Resolves once everything reported so far is written, or given up. */
  flush(): Promise<void>;
}

/**
 * A runner that reaches no control plane has its progress written here. It reports what has happened already, so a
 * server that would rather have it wait is overruled, but one that has the run cancelled is not.
 */
export function createStateReporter(
  client: PrefectClient,
  run: Pick<FlowRunRecord, "id" | "empirical_policy">,
  onFailure: (error: unknown) => void,
): StateReporter {
  let last = Promise.resolve();
  return {
    report(event) {
      last = last.then(() => write(client, run, event)).catch(onFailure);
    },
    flush: () => last,
  };
}

async function write(
  client: PrefectClient,
  run: Pick<FlowRunRecord, "id" | "empirical_policy">,
  event: ProgressEvent,
): Promise<void> {
  if (event.prefect === "run-name") {
    await client.updateFlowRun(run.id, { name: event.name });
    return;
  }
  if (event.type === "SCHEDULED") {
    // A worker of the pool starts scheduled runs, unless they say that their own process does.
    await client.updateFlowRun(run.id, { empirical_policy: { ...run.empirical_policy, retry_type: "in_process" } });
  }
  const state = { type: event.type, name: event.name, message: event.message };
  const answer = await client.setFlowRunState(run.id, state);
  if (answer.status === "WAIT") await client.setFlowRunState(run.id, state, { force: true });
}
