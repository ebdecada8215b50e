import { numberedName, objectAt, withReachableApi, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { CapacityError, resolveRunnerImage, StartFailedError } from "prefect-core/provider";
import type { InfrastructureFailure } from "prefect-core/provider";
import type { Job } from "./cluster-objects.ts";
import { acrossDrops } from "./cluster-patience.ts";
import { isConflict, isNotFound, KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import { flowContainerOf } from "./job-manifest.ts";
import { jobNameRules } from "./job-name.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { attemptLabels } from "./run-labels.ts";
import { renameJob, toJob } from "./to-job.ts";

type Request = LaunchRequest<KubernetesConfiguration>;

/** A Job, and whether its Secret goes with it. */
export interface LaunchedJob {
  readonly job: Job;
  /** Also where it has none. */
  readonly isSecretOwned: boolean;
}

/**
 * Creates the Job of an attempt, or finds the one that an earlier or concurrent launch made. Throws `StartFailedError`
 * and `CapacityError` where the cluster refuses it, and `KubernetesAccessError`, `NamespaceNotFoundError` and
 * `ClusterUnreachableError`; a Secret that was made for it is removed again.
 */
export async function launchJob(api: KubernetesApi, given: Request): Promise<LaunchedJob> {
  const { configuration, signal } = given;
  signal?.throwIfAborted();
  const { request, warning } = withReachableApi(given, "the cluster");
  if (warning !== null) request.notify?.({ kind: "warning", message: warning });
  const { image, notice } = resolveRunnerImage(configuration.image);
  if (notice !== null) request.notify?.({ kind: "information", message: notice });
  const { job, secret } = toJob(request, image);
  if (secret === null) return { job: await createJob(api, request, job), isSecretOwned: true };
  // Before the Job, so that no pod waits for it; a Job cannot own what is made before it, so that it is told afterwards.
  const isNew = await createSecret(api, request, secret);
  try {
    const created = await createJob(api, request, job);
    // Whoever made the Secret may have died before it could tell whose it is.
    return { job: created, isSecretOwned: await own(api, request, nameOf(secret), created) };
  } catch (error) {
    if (isNew) await api.deleteSecret(configuration.namespace, nameOf(secret)).catch(() => undefined);
    throw error;
  }
}

/** Under the first name that is free; one that this very attempt has already is this attempt's Job. */
async function createJob(api: KubernetesApi, request: Request, job: JsonObject): Promise<Job> {
  const { configuration, signal } = request;
  const { namespace } = configuration;
  for (let index = 0; ;) {
    const named = renameJob(job, numberedName(nameOf(job), index, jobNameRules));
    try {
      return await acrossDrops(() => api.createJob(namespace, named), signal);
    } catch (error) {
      if (!isConflict(error)) throw toLaunchError(error, request, job);
      const holder = await readHolder(api, namespace, nameOf(named), signal);
      if (holder !== null && isOfAttempt(holder, request)) return holder;
      // Whoever had the name and is gone by now has left it free.
      if (holder !== null) index += 1;
    }
  }
}

async function readHolder(
  api: KubernetesApi,
  namespace: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Job | null> {
  try {
    return await acrossDrops(() => api.readJob(namespace, name), signal);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

function isOfAttempt({ metadata: { labels = {} } }: Job, request: Request): boolean {
  return Object.entries(attemptLabels(request)).every(([label, value]) => labels[label] === value);
}

/** Whether it was made; one that this attempt has already holds the same. */
async function createSecret(api: KubernetesApi, request: Request, secret: JsonObject): Promise<boolean> {
  try {
    await acrossDrops(() => api.createSecret(request.configuration.namespace, secret), request.signal);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw toLaunchError(error, request, null);
  }
}

/** Whether the Secret is removed with the Job from now on. */
async function own(api: KubernetesApi, request: Request, secret: string, job: Job): Promise<boolean> {
  try {
    await acrossDrops(() => api.ownSecret(request.configuration.namespace, secret, job.metadata));
    return true;
  } catch (error) {
    // The run is under way, and its clean-up removes the Secret by itself.
    const words = (error as Error).message;
    request.notify?.({ kind: "warning", message: `The Secret ${secret} will not be removed with its Job: ${words}` });
    return false;
  }
}

/** What the cluster has against the thing itself, as the run's own failure. */
function toLaunchError(error: unknown, { flowRunId }: Request, job: JsonObject | null): unknown {
  if (!KubernetesApiError.isInstance(error)) return error;
  const failure = (more: Partial<InfrastructureFailure> = {}): InfrastructureFailure => ({
    flowRunId,
    exitCode: null,
    message: error.message,
    logTail: [],
    ...(error.reason === "" ? {} : { platformReason: error.reason }),
    ...more,
  });
  if (/exceeded quota/i.test(error.detail)) {
    const hint = "Wait until other runs have ended, ask for less, or have the namespace's quota raised.";
    return new CapacityError(failure({ hint }));
  }
  const isRefused = error.statusCode === 422 || (error.statusCode === 400 && job !== null);
  const isDenied = /admission webhook|violates PodSecurity|denied the request|is forbidden/i.test(error.detail);
  if (!isRefused && !(isDenied && error.name === "KubernetesApiError")) return error;
  const image = job === null ? null : flowContainerOf(job)["image"];
  const hint =
    image === null
      ? undefined
      : "Correct what the cluster complains about, in the flow's options, its `patch` or the work pool's job_manifest.";
  return new StartFailedError(failure(hint === undefined ? {} : { hint }));
}

function nameOf(object: JsonObject): string {
  return String(objectAt(object, "metadata")["name"]);
}
