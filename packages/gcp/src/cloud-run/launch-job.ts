import { setTimeout as delay } from "node:timers/promises";
import { numberedName, withReachableApi, type InfrastructureFailure, type LaunchRequest } from "prefect-core/provider";
import {
  CapacityError,
  CommandNotFoundError,
  ImagePullError,
  resolveRunnerImage,
  StartFailedError,
} from "prefect-core/provider";
import { GoogleApiError, isAlreadyThere, isQuotaExceeded } from "../google/errors/google-api-error.ts";
import { patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import type { CloudRunConfiguration } from "./cloud-run-configuration.ts";
import { jobNameRules } from "./cloud-run-names.ts";
import { type Diagnosis, problemOf } from "./explain-condition.ts";
import { isOfAttempt } from "./job-reference.ts";
import { type JobView, lastName } from "./resource-view.ts";
import { startExecution } from "./start-execution.ts";
import { type JobRequest, toJob } from "./to-job.ts";

type Request = LaunchRequest<CloudRunConfiguration>;

export interface LaunchTimes {
  /** Between two looks at a job that is being made. */
  readonly readyMilliseconds: number;
  /** Between two looks for an execution whose start was not answered. */
  readonly lagMilliseconds: number;
}

export interface LaunchedJob {
  readonly job: JobView;
  readonly execution: string;
}

/**
 * Makes the job of an attempt and runs it, or finds what an earlier or concurrent launch made and ran; returns once the
 * execution exists. Throws `ImagePullError`, `CapacityError`, `CommandNotFoundError` and `StartFailedError` where Cloud Run
 * refuses it, and `GoogleAccessError`, `GoogleApiDisabledError`, `CloudRunRegionNotFoundError` and
 * `GoogleUnreachableError`.
 */
export async function launchJob(client: CloudRunClient, given: Request, times: LaunchTimes): Promise<LaunchedJob> {
  given.signal?.throwIfAborted();
  const { request, warning } = withReachableApi(given, "Google Cloud");
  const { image, notice } = resolveRunnerImage(request.configuration.image);
  if (notice !== null) request.notify?.({ kind: "information", message: notice });
  const wanted = toJob(request, image);
  for (const message of [...(warning === null ? [] : [warning]), ...wanted.warnings]) {
    request.notify?.({ kind: "warning", message });
  }
  try {
    const job = await untilReady(client, request, await makeJob(client, request, wanted), times);
    return { job, execution: await startExecution(client, job, times.lagMilliseconds, request.signal) };
  } catch (error) {
    throw toLaunchError(error, request);
  }
}

/** The job of the attempt, under the first name that no stranger has. */
async function makeJob(client: CloudRunClient, request: Request, { name, body }: JobRequest): Promise<JobView> {
  const { signal } = request;
  for (let index = 0; ; index += 1) {
    const job = numberedName(name, index, jobNameRules);
    try {
      await patiently(() => client.createJob(job, body, signal), signal);
    } catch (error) {
      // Perhaps by this very launch, whose request was not answered.
      if (!isAlreadyThere(error)) throw error;
    }
    const made = await patiently(() => client.readJob(job, signal), signal);
    // One that is gone again was another's, or was removed: its name is tried once more.
    if (made === null) index -= 1;
    else if (isOfAttempt(made, request)) return made;
  }
}

/** Cloud Run looks at image, secrets and networks before it runs a job. */
async function untilReady(
  client: CloudRunClient,
  request: Request,
  made: JobView,
  { readyMilliseconds }: LaunchTimes,
): Promise<JobView> {
  const { signal } = request;
  const deadline = performance.now() + (request.startTimeoutSeconds ?? 600) * 1000;
  let job: JobView | null = made;
  while (job !== null && performance.now() < deadline) {
    const problem = problemOf(job.terminalCondition);
    if (problem !== null) {
      // It holds nothing that anybody needs, and counts for the quota.
      await patiently(() => client.deleteJob(lastName(made.name))).catch(() => undefined);
      throw toFailure(problem, request);
    }
    if (job.terminalCondition?.state === "CONDITION_SUCCEEDED") return job;
    await delay(readyMilliseconds, undefined, signal === undefined ? {} : { signal });
    job = await patiently(() => client.readJob(lastName(made.name), signal), signal);
  }
  const message =
    job === null ? "The job was deleted before it was run." : "The job did not become ready in time to be run.";
  throw new StartFailedError({ flowRunId: request.flowRunId, exitCode: null, message, logTail: [] });
}

function toFailure({ cause, message, reason }: Diagnosis & { readonly reason: string }, { flowRunId }: Request): Error {
  const failure: InfrastructureFailure = {
    flowRunId,
    exitCode: null,
    message,
    logTail: [],
    ...(reason === "" ? {} : { platformReason: reason }),
  };
  if (cause === "image-pull") return new ImagePullError(failure);
  if (cause === "capacity") return new CapacityError(failure);
  if (cause === "command-not-found") return new CommandNotFoundError(failure);
  const hint =
    reason === "SECRETS_ACCESS_CHECK_FAILED"
      ? "Create the secret, and grant roles/secretmanager.secretAccessor on it to the job's service account."
      : null;
  return new StartFailedError(hint === null ? failure : { ...failure, hint });
}

/** What Cloud Run has against the job itself, as the run's own failure. */
function toLaunchError(error: unknown, { flowRunId }: Request): unknown {
  if (!GoogleApiError.isInstance(error) || error.name !== "GoogleApiError") return error;
  const failure = {
    flowRunId,
    exitCode: null,
    logTail: [],
    message: error.message,
    platformReason: error.reason ?? error.code,
  };
  if (isQuotaExceeded(error)) {
    const hint =
      "Wait until other runs have ended, remove ended jobs (`prefect gc`), choose another region, or have the quota raised.";
    return new CapacityError({ ...failure, hint });
  }
  if (error.code !== "INVALID_ARGUMENT" && error.code !== "FAILED_PRECONDITION") return error;
  const hint =
    "Correct what Cloud Run complains about, in the flow's options, its `patch` or the work pool's template.";
  return new StartFailedError({ ...failure, hint });
}
