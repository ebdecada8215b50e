import { createPoller, type Poller } from "prefect-core/provider";
import { googleTransience, patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import type { JobReference } from "./job-reference.ts";
import type { ExecutionView } from "./resource-view.ts";

/** Looks at the executions of a region; `null` for one that is not there. */
export type ExecutionPoller = Poller<Pick<JobReference, "job" | "execution">, ExecutionView | null>;

/** Google allows 3000 reads a minute to a project in a region, and other processes ask too. */
const readsPerSecond = 10;
/** For so long an execution of which Google tells nothing is asked about. */
const patienceMilliseconds = 300_000;

export function createExecutionPoller(client: CloudRunClient, pollMilliseconds: number): ExecutionPoller {
  return createPoller({
    keyOf: ({ job, execution }) => `${job}/${execution}`,
    read: async (targets) =>
      await Promise.all(targets.map(({ job, execution }) => patiently(() => client.readExecution(job, execution)))),
    pollMilliseconds,
    readsPerSecond,
    toFailure(error, failingMilliseconds) {
      const isOver = failingMilliseconds > patienceMilliseconds;
      return googleTransience(error) === null || isOver ? (error as Error) : null;
    },
  });
}
