import type { Launcher, LaunchRequest } from "prefect-core/provider";
import { checkAccess } from "./access-checks.ts";
import { acrossDrops } from "./cluster-patience.ts";
import type { ClusterSource } from "./cluster-source.ts";
import { endJob, removeJob } from "./end-job.ts";
import { KubernetesAccessError } from "./errors/kubernetes-access-error.ts";
import { findJobs, referenceTo } from "./find-jobs.ts";
import { fromJobReference, toJobReference } from "./job-reference.ts";
import { createKubernetesApi } from "./kubernetes-api.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { connectToCluster } from "./kubernetes-client.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { type LaunchedJob, launchJob } from "./launch-job.ts";
import { createNamespaceWatch } from "./namespace-watch.ts";
import type { NamespaceWatch } from "./namespace-watch.ts";
import { watchJob } from "./watch-job.ts";

/** A cluster as one launcher uses it: one connection, and one watch per namespace. */
interface Cluster {
  readonly api: KubernetesApi;
  watchOf(namespace: string): NamespaceWatch;
}

/** Asking the cluster before each of many calls would tell nothing new. */
const reachableMilliseconds = 60_000;

/** Starts commands as Jobs of a cluster, and finds them in a namespace of it. */
export function createKubernetesLauncher({
  cluster: source,
  namespace,
}: Pick<KubernetesConfiguration, "cluster" | "namespace">): Launcher<KubernetesConfiguration> {
  const clusters = new Map<string, Promise<Cluster>>();
  const launches = new Map<string, Promise<LaunchedJob>>();
  let reachedAt = Number.NEGATIVE_INFINITY;

  function open(wanted: ClusterSource): Promise<Cluster> {
    const key = wanted.kind === "block" ? "block" : `context ${wanted.context ?? ""}`;
    const known = clusters.get(key);
    if (known !== undefined) return known;
    const opening = connectToCluster(wanted).then((connection) => createCluster(createKubernetesApi(connection)));
    clusters.set(key, opening);
    opening.catch(() => clusters.delete(key));
    return opening;
  }

  const ownCluster = (): Promise<Cluster> => open(source);

  /** The one that a Job was made in, whichever is current now. */
  const clusterOf = (context: string | null): Promise<Cluster> =>
    context === null || source.kind === "block" ? ownCluster() : open({ kind: "own", context });

  /** Launches of one attempt at the same time are one. */
  function launchOnce(api: KubernetesApi, request: LaunchRequest<KubernetesConfiguration>): Promise<LaunchedJob> {
    const attempt = `${request.configuration.namespace} ${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return known;
    const launch = launchJob(api, request).finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return launch;
  }

  return {
    async checkReachable() {
      const { api } = await ownCluster();
      if (performance.now() - reachedAt < reachableMilliseconds) return;
      const question = { verb: "create", group: "batch", resource: "jobs", namespace };
      const { isAllowed, reason } = await acrossDrops(() => api.mayI(question));
      if (!isAllowed) {
        const detail = `these credentials cannot create resource "jobs" in API group "batch"${reason && ` (${reason})`}`;
        const operation = `create Jobs in the namespace ${namespace}`;
        throw new KubernetesAccessError({ operation, statusCode: 403, reason: "Forbidden", detail });
      }
      reachedAt = performance.now();
    },
    async checkAccess() {
      return checkAccess((await ownCluster()).api, namespace);
    },
    async launch(request) {
      request.signal?.throwIfAborted();
      const { api } = await ownCluster();
      const { job, isSecretOwned } = await launchOnce(api, request);
      const place = { namespace: request.configuration.namespace, context: api.connection.context };
      return toJobReference(referenceTo(job, place, isSecretOwned));
    },
    async *watch(reference, options) {
      const job = fromJobReference(reference);
      const { api, watchOf } = await clusterOf(job.context);
      yield* watchJob(api, watchOf(job.namespace), job, options);
    },
    async kill(reference, { graceSeconds }) {
      const job = fromJobReference(reference);
      const { api, watchOf } = await clusterOf(job.context);
      await endJob(api, watchOf(job.namespace), job, graceSeconds);
    },
    async cleanup(reference) {
      const job = fromJobReference(reference);
      await removeJob((await clusterOf(job.context)).api, job);
    },
    async *find(labels) {
      const { api } = await ownCluster();
      yield* await findJobs(api, { namespace, context: api.connection.context }, labels);
    },
  };
}

function createCluster(api: KubernetesApi): Cluster {
  const watches = new Map<string, NamespaceWatch>();
  return {
    api,
    watchOf(namespace) {
      const watch = watches.get(namespace) ?? createNamespaceWatch(api, namespace);
      watches.set(namespace, watch);
      return watch;
    },
  };
}
