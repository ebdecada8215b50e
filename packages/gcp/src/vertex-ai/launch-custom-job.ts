import { setTimeout as delay } from "node:timers/promises";
import {
  CapacityError,
  ImagePullError,
  resolveRunnerImage,
  StartFailedError,
  withReachableApi,
  type InfrastructureFailure,
  type LaunchRequest,
} from "prefect-core/provider";
import { GoogleApiError, isQuotaExceeded } from "../google/errors/google-api-error.ts";
import { googleTransience, patiently } from "../google/google-patience.ts";
import type { CustomJob } from "./custom-job.ts";
import type { CustomJobs } from "./custom-jobs.ts";
import { endCustomJob, removeCustomJob } from "./end-custom-job.ts";
import { labelFilter } from "./job-filter.ts";
import { attemptLabels, toCustomJob } from "./to-custom-job.ts";
import type { VertexAiConfiguration } from "./vertex-ai-configuration.ts";
import type { VertexAiTimes } from "./vertex-ai-times.ts";
import { withoutOwnSecrets } from "./withheld-secrets.ts";

type Request = LaunchRequest<VertexAiConfiguration>;

export interface LaunchSurroundings {
  readonly jobs: CustomJobs;
  /** That of the credentials' key; `null` where there is none. */
  serviceAccount(): Promise<string | null>;
  readonly times: VertexAiTimes;
}

const createAttempts = 8;
const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 10_000;

/**
 * Has the custom job of an attempt made, or finds the one that an earlier or concurrent launch made; returns once Vertex
 * AI has accepted it. Throws `CapacityError`, `ImagePullError` and `StartFailedError` where Vertex AI refuses it, and
 * `GoogleAccessError` and `GoogleUnreachableError`.
 */
export async function launchCustomJob(surroundings: LaunchSurroundings, given: Request): Promise<CustomJob> {
  const { jobs } = surroundings;
  const { signal } = given;
  signal?.throwIfAborted();
  const [found] = await findJobs(jobs, given);
  if (found !== undefined) return found;
  const reachable = withReachableApi(given, "Google Cloud");
  const { request, warning } = withoutOwnSecrets(reachable.request);
  for (const message of [reachable.warning, warning])
    if (message !== null) given.notify?.({ kind: "warning", message });
  warnOfTimeout(request);
  const { image, notice } = resolveRunnerImage(request.configuration.image);
  if (notice !== null) request.notify?.({ kind: "information", message: notice });
  const job = toCustomJob(request, image, await surroundings.serviceAccount());
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      // Not with the signal: what was sent may take effect.
      return await chooseOne(surroundings, request, await jobs.create(job));
    } catch (error) {
      if (googleTransience(error) === null || attempt >= createAttempts) throw toLaunchError(error, request);
      if (isUndone(error)) await pause(error, attempt, signal);
      else {
        // Its answer was lost, perhaps, and it has taken effect.
        const [made] = await findJobsOnceListed(surroundings, request, (found) => found.length > 0);
        if (made !== undefined) return made;
      }
    }
  }
}

/** The jobs of an attempt, whoever made them; the first to be made first. */
async function findJobs(jobs: CustomJobs, request: Request): Promise<readonly CustomJob[]> {
  const filter = labelFilter(attemptLabels(request));
  const found = await patiently(() => jobs.list(filter, request.signal), request.signal);
  return found.toSorted(byAge);
}

/** Lists tell of new jobs only after a while: looks at them until they show what is waited for, or that while is over. */
async function findJobsOnceListed(
  { jobs, times }: LaunchSurroundings,
  request: Request,
  isShown: (found: readonly CustomJob[]) => boolean,
): Promise<readonly CustomJob[]> {
  const { signal } = request;
  const deadline = performance.now() + times.listLagMilliseconds;
  for (;;) {
    const found = await findJobs(jobs, request);
    if (isShown(found) || performance.now() >= deadline) return found;
    await delay(times.listPollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * Names are the server's, so that launches of two processes at the same time each make a job; all but the first are taken
 * back, long before their machines are ready. A list that shows the own job shows those before it.
 */
async function chooseOne(surroundings: LaunchSurroundings, request: Request, own: CustomJob): Promise<CustomJob> {
  const isOwn = ({ name }: CustomJob): boolean => name === own.name;
  const listed = await findJobsOnceListed(surroundings, request, (found) => found.some(isOwn)).catch(() => []);
  const [first] = [...listed, own].toSorted(byAge);
  if (first === undefined || isOwn(first)) return own;
  await endCustomJob(surroundings.jobs, own.name, 1);
  await removeCustomJob(surroundings.jobs, own.name);
  return first;
}

function byAge(one: CustomJob, other: CustomJob): number {
  const key = ({ createTime, name }: CustomJob): string => `${createTime ?? ""} ${name}`;
  return key(one) < key(other) ? -1 : 1;
}

/** Whether what failed certainly had no effect: Google says so of what it throttles. */
function isUndone(error: unknown): boolean {
  return GoogleApiError.isInstance(error) && error.code === "RESOURCE_EXHAUSTED";
}

async function pause(error: unknown, attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const asked = (googleTransience(error)?.retryAfterSeconds ?? 0) * 1000;
  const backoff = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempt - 1));
  await delay(Math.max(asked, backoff * (0.5 + Math.random())), undefined, signal === undefined ? {} : { signal });
}

function warnOfTimeout({ configuration: { timeoutSeconds }, deadlineSeconds, notify }: Request): void {
  if (deadlineSeconds === undefined || deadlineSeconds <= timeoutSeconds) return;
  notify?.({
    kind: "warning",
    message:
      `Vertex AI will end the job after ${timeoutSeconds / 3600} h (maximum_run_time_hours), which is sooner than the ` +
      "flow's own limits: raise `maximumRunTimeHours`.",
  });
}

/** What Vertex AI has against the job itself, as the run's own failure. */
function toLaunchError(error: unknown, { flowRunId }: Request): unknown {
  if (!GoogleApiError.isInstance(error)) return error;
  const failure = (hint: string): InfrastructureFailure => ({
    flowRunId,
    exitCode: null,
    message: error.message,
    logTail: [],
    platformReason: error.code,
    hint,
  });
  if (isQuotaExceeded(error)) {
    return new CapacityError(
      failure(
        "Wait until other jobs have ended, choose another region, machine or accelerator, or have the quota raised " +
          "(https://console.cloud.google.com/iam-admin/quotas).",
      ),
    );
  }
  if (error.code !== "INVALID_ARGUMENT" && error.code !== "FAILED_PRECONDITION" && error.code !== "NOT_FOUND")
    return error;
  if (/\bimage\b/i.test(error.detail)) {
    return new ImagePullError(
      failure("Check the name, and that Vertex AI's service agent may read it (roles/artifactregistry.reader)."),
    );
  }
  const hint =
    "Correct what Vertex AI complains about, in the flow's options, its `patch` or the work pool's template.";
  return new StartFailedError(failure(hint));
}
