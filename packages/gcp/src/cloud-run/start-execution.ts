import { setTimeout as delay } from "node:timers/promises";
import { isNotFound, GoogleApiError } from "../google/errors/google-api-error.ts";
import { googleTransience, patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import { type JobView, lastName } from "./resource-view.ts";

const maximumAttempts = 6;
/** Lists may be behind by some seconds: so often they are read before a start that was not answered is tried again. */
const looksAfterDoubt = 3;

/**
 * Runs a job once: it returns the execution of an earlier launch where there is one. A start that was not answered is not
 * repeated before its execution was looked for, and one of a job that has changed meanwhile is refused by Cloud Run, so
 * that two launches beside each other start one.
 */
export async function startExecution(
  client: CloudRunClient,
  made: JobView,
  lagMilliseconds: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const name = lastName(made.name);
  let job: JobView | null = made;
  for (let attempt = 1; ; attempt += 1) {
    const found = await findExecution(client, name, job, signal);
    if (found !== null) return found;
    try {
      const started = await client.runJob(name, job?.etag ?? "", signal);
      if (started !== "") return started;
    } catch (error) {
      const isChanged = GoogleApiError.isInstance(error) && error.code === "ABORTED";
      if ((googleTransience(error) === null && !isChanged) || isNotFound(error) || attempt >= maximumAttempts)
        throw error;
      await delay(retryDelay(error, attempt), undefined, signal === undefined ? {} : { signal });
    }
    for (let look = 1; look <= looksAfterDoubt; look += 1) {
      job = await patiently(() => client.readJob(name, signal), signal);
      const adopted = await findExecution(client, name, job, signal);
      if (adopted !== null) return adopted;
      await delay(lagMilliseconds, undefined, signal === undefined ? {} : { signal });
    }
  }
}

async function findExecution(
  client: CloudRunClient,
  name: string,
  job: JobView | null,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const latest = lastName(job?.latestCreatedExecution?.name);
  if (latest !== "") return latest;
  const [listed] = await patiently(() => client.listExecutions(name, signal), signal);
  return listed === undefined ? null : lastName(listed.name);
}

function retryDelay(error: unknown, attempt: number): number {
  const seconds = GoogleApiError.isInstance(error) ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.min(30_000, Math.max(seconds * 1000, 100 * 2 ** attempt * (0.5 + Math.random())));
}
