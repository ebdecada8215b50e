import { setTimeout as delay } from "node:timers/promises";
import { GoogleApiError } from "../google/errors/google-api-error.ts";
import { patiently } from "../google/google-patience.ts";
import type { CustomJobReference } from "./custom-job-reference.ts";
import type { CustomJobs } from "./custom-jobs.ts";
import { CustomJobNotEndedError } from "./errors/custom-job-not-ended-error.ts";
import { hasEnded } from "./map-vertex-ai-status.ts";

/** What Vertex AI takes to cancel a job, beside what it gives containers to end. */
const patienceSeconds = 600;

/**
 * Cancels a job that has not ended, and resolves once Vertex AI confirms that it has. Vertex AI itself decides how long
 * its container may take.
 */
export async function endCustomJob(jobs: CustomJobs, name: string, pollIntervalSeconds: number): Promise<void> {
  const deadline = performance.now() + patienceSeconds * 1000;
  for (let isAsked = false; ;) {
    const job = await patiently(() => jobs.read(name));
    if (job === null || hasEnded(job)) return;
    if (performance.now() > deadline) throw new CustomJobNotEndedError({ name, state: job.state, patienceSeconds });
    if (!isAsked) {
      await unlessEnded(patiently(() => jobs.cancel(name)));
      isAsked = true;
    } else await delay(pollIntervalSeconds * 1000);
  }
}

/** Removes an ended job, unless its keeping was asked for and its run has not expired. */
export async function cleanUpCustomJob(jobs: CustomJobs, { name, keptUntil }: CustomJobReference): Promise<void> {
  if (keptUntil !== null && new Date(keptUntil) > new Date()) return;
  await removeCustomJob(jobs, name);
}

/** No error where somebody else is removing it. */
export async function removeCustomJob(jobs: CustomJobs, name: string): Promise<void> {
  await unlessEnded(patiently(() => jobs.remove(name)));
}

async function unlessEnded(operation: Promise<void>): Promise<void> {
  try {
    await operation;
  } catch (error) {
    if (!GoogleApiError.isInstance(error) || error.code !== "FAILED_PRECONDITION") throw error;
  }
}
