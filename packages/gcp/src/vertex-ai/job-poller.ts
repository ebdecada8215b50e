import { createPoller, type Poller } from "prefect-core/provider";
import pMap from "p-map";
import { GoogleUnreachableError } from "../google/errors/google-unreachable-error.ts";
import { googleTransience, patiently } from "../google/google-patience.ts";
import { toGoogleLabelName } from "../google/google-labels.ts";
import type { CustomJob } from "./custom-job.ts";
import type { CustomJobReference } from "./custom-job-reference.ts";
import type { CustomJobs } from "./custom-jobs.ts";

/** Looks at the custom jobs of a region: with one request for many in each round; `null` for one that is not there. */
export type JobPoller = Poller<CustomJobReference, CustomJob | null>;

/** So many are read one by one; more are listed. */
const maximumReads = 3;
const concurrency = 8;
/** For so long jobs of which Vertex AI tells nothing are asked about. */
const patienceMilliseconds = 300_000;

export function createJobPoller(jobs: CustomJobs, intervalSeconds: number): JobPoller {
  /** As far as a list tells of them. */
  async function listed(references: readonly CustomJobReference[]): Promise<ReadonlyMap<string, CustomJob>> {
    if (references.length <= maximumReads) return new Map();
    const oldest = references.map(({ createdAt }) => createdAt).toSorted()[0] ?? "";
    // Clocks and roundings differ.
    const since = new Date(Date.parse(oldest) - 1000).toISOString();
    const filter = `labels.${toGoogleLabelName("prefect.io/flow-run-id")}:* AND create_time>="${since}"`;
    const found = await patiently(() => jobs.list(filter));
    return new Map(found.map((job) => [job.name, job]));
  }

  return createPoller({
    keyOf: ({ name }: CustomJobReference) => name,
    async read(references) {
      const known = await listed(references);
      const read = async ({ name }: CustomJobReference): Promise<CustomJob | null> =>
        known.get(name) ?? (await patiently(() => jobs.read(name)));
      return await pMap(references, read, { concurrency });
    },
    targetsPerRead: Number.POSITIVE_INFINITY,
    pollMilliseconds: intervalSeconds * 1000,
    toFailure(error, failingMilliseconds) {
      if (failingMilliseconds > patienceMilliseconds) return unreachable(error, jobs);
      return googleTransience(error) === null ? (error as Error) : null;
    },
  });
}

function unreachable(error: unknown, { endpoint }: CustomJobs): GoogleUnreachableError {
  if (GoogleUnreachableError.isInstance(error)) return error as GoogleUnreachableError;
  return new GoogleUnreachableError({
    endpoint,
    problem: (error as Error).message,
    isPassing: false,
    hint: "Look at https://status.cloud.google.com, and watch the run again when Vertex AI answers.",
    cause: error,
  });
}
