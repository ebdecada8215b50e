import { setTimeout as delay } from "node:timers/promises";
import { GoogleApiError, isNotFound } from "../google/errors/google-api-error.ts";
import { patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import type { JobReference } from "./job-reference.ts";
import { toExecutionPhase } from "./map-cloud-run-status.ts";

const patienceMilliseconds = 180_000;

/**
 * Cancels an execution that has not ended, and resolves once Cloud Run says that it has: its container is asked to end,
 * and ended by force after 10 s, which is not ours to choose.
 */
export async function endExecution(
  client: CloudRunClient,
  { job, execution }: JobReference,
  pollMilliseconds: number,
): Promise<void> {
  if (execution === "") return;
  const deadline = performance.now() + patienceMilliseconds;
  for (let isAsked = false; ;) {
    const view = await patiently(() => client.readExecution(job, execution));
    if (view === null || toExecutionPhase(view, new Date()).kind === "ended") return;
    if (!isAsked) {
      if (!(await cancel(client, job, execution))) return;
      isAsked = true;
    } else if (performance.now() > deadline) break;
    await delay(pollMilliseconds);
  }
  await removeJob(client, job, pollMilliseconds);
}

/** What an ended execution left: its job is deleted, or stays for as long as its keeping was asked for. */
export async function cleanUpJob(
  client: CloudRunClient,
  { job, keptUntil }: JobReference,
  pollMilliseconds: number,
): Promise<void> {
  if (keptUntil !== null && new Date(keptUntil) > new Date()) return;
  await removeJob(client, job, pollMilliseconds);
}

/** Resolves once the job is gone, with all of its executions. */
async function removeJob(client: CloudRunClient, job: string, pollMilliseconds: number): Promise<void> {
  await patiently(() => client.deleteJob(job));
  const deadline = performance.now() + patienceMilliseconds;
  while ((await patiently(() => client.readJob(job))) !== null && performance.now() < deadline) {
    await delay(pollMilliseconds);
  }
}

/** Whether there was something to cancel. */
async function cancel(client: CloudRunClient, job: string, execution: string): Promise<boolean> {
  try {
    await patiently(() => client.cancelExecution(job, execution));
    return true;
  } catch (error) {
    const hasEnded = GoogleApiError.isInstance(error) && error.code === "FAILED_PRECONDITION";
    if (hasEnded || isNotFound(error)) return false;
    throw error;
  }
}
