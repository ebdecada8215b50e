import { nextWake } from "prefect-core/provider";
import type { ClusterEvent, Job, Pod } from "./cluster-objects.ts";
import { jobOf, uidOf } from "./job-view.ts";
import type { JobView, SeenPod } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { runLabel } from "./run-labels.ts";
import { watchResource } from "./watch-resource.ts";

/** What one watcher of a Job sees. */
export interface JobSubscription extends Disposable {
  view(): JobView;
  /** Whether the Jobs and the pods that there are have been told of, both. */
  isListed(): boolean;
  /**
   * Resolves at the next change after `view` was called, or with `false` after the given time. Rejects where the cluster
   * cannot be watched any more, and with the signal's reason.
   */
  changed(signal: AbortSignal, withinMilliseconds?: number): Promise<boolean>;
  /** Has the cluster's remarks asked for; a later view has them. Never rejects. */
  askEvents(): void;
}

/** One watch of the Jobs and pods of runs in a namespace, for every watcher in this process; open while there is any. */
export interface NamespaceWatch {
  subscribe(job: string): JobSubscription;
}

interface Watcher {
  wake: () => void;
  isStale: boolean;
}

interface Known {
  job: Job | null;
  isDeleted: boolean;
  readonly pods: Map<string, SeenPod>;
}

const eventsMilliseconds = 10_000;

export function createNamespaceWatch(api: KubernetesApi, namespace: string): NamespaceWatch {
  const watchers = new Map<string, Set<Watcher>>();
  const known = new Map<string, Known>();
  const listed = new Set<"jobs" | "pods">();
  let running: AbortController | null = null;
  let failure: { readonly error: unknown } | null = null;
  let events: readonly ClusterEvent[] | null = null;
  let eventsAskedAt = Number.NEGATIVE_INFINITY;

  function entry(job: string): Known {
    const found = known.get(job) ?? { job: null, isDeleted: false, pods: new Map() };
    known.set(job, found);
    return found;
  }

  function wake(job: string): void {
    for (const watcher of watchers.get(job) ?? []) {
      watcher.isStale = true;
      watcher.wake();
    }
  }

  function wakeAll(): void {
    for (const job of watchers.keys()) wake(job);
  }

  function throwFailure(): void {
    if (failure !== null) throw failure.error;
  }

  function start(): void {
    const controller = new AbortController();
    running = controller;
    failure = null;
    listed.clear();
    const fail = (error: unknown): void => {
      if (controller.signal.aborted) return;
      failure = { error };
      controller.abort();
      running = null;
      wakeAll();
    };
    const watch = { namespace, selector: runLabel };
    watchResource<Job>(api, { ...watch, resource: "jobs" }, jobListener, controller.signal).catch(fail);
    watchResource<Pod>(api, { ...watch, resource: "pods" }, podListener, controller.signal).catch(fail);
  }

  const jobListener = {
    listed(jobs: readonly Job[]) {
      const names = new Set(jobs.map(({ metadata }) => metadata.name));
      for (const [name, found] of known) {
        if (found.job === null || found.isDeleted || names.has(name)) continue;
        found.isDeleted = true;
        wake(name);
        forgetUnwatched(name);
      }
      for (const job of jobs) jobListener.changed(job);
      listed.add("jobs");
      wakeAll();
    },
    changed(job: Job) {
      const found = entry(job.metadata.name);
      if (found.job !== null && found.job.metadata.uid !== job.metadata.uid) found.pods.clear();
      found.job = job;
      found.isDeleted = false;
      wake(job.metadata.name);
    },
    deleted(job: Job) {
      const found = entry(job.metadata.name);
      found.job = job;
      found.isDeleted = true;
      wake(job.metadata.name);
      forgetUnwatched(job.metadata.name);
    },
  };

  const podListener = {
    listed(pods: readonly Pod[]) {
      const uids = new Set(pods.map(uidOf));
      for (const [name, found] of known) {
        for (const [uid, seen] of found.pods) {
          if (seen.isDeleted || uids.has(uid)) continue;
          found.pods.set(uid, { ...seen, isDeleted: true });
          wake(name);
        }
      }
      for (const pod of pods) podListener.changed(pod);
      listed.add("pods");
      wakeAll();
    },
    changed: (pod: Pod) => see(pod, false),
    deleted: (pod: Pod) => see(pod, true),
  };

  function see(pod: Pod, isDeleted: boolean): void {
    const job = jobOf(pod);
    if (job === null) return;
    entry(job).pods.set(uidOf(pod), { pod, isDeleted });
    wake(job);
    if (isDeleted) forgetUnwatched(job);
  }

  /** Runs of others come and go too. */
  function forgetUnwatched(job: string): void {
    const found = known.get(job);
    if (found === undefined || watchers.has(job)) return;
    const isGone = found.isDeleted || found.job === null;
    if (isGone && [...found.pods.values()].every(({ isDeleted }) => isDeleted)) known.delete(job);
  }

  async function loadEvents(): Promise<void> {
    // They only explain: without the permission to read them runs go on, and nothing is concluded from their absence.
    events = await api.listEvents(namespace).catch(() => null);
    wakeAll();
  }

  function stop(): void {
    running?.abort();
    running = null;
    known.clear();
    events = null;
    eventsAskedAt = Number.NEGATIVE_INFINITY;
  }

  return {
    subscribe(job) {
      const watcher: Watcher = { wake: () => undefined, isStale: false };
      const ofJob = watchers.get(job) ?? new Set();
      watchers.set(job, ofJob.add(watcher));
      if (running === null) start();
      return {
        view() {
          watcher.isStale = false;
          const found = known.get(job);
          if (found === undefined) return { job: null, isDeleted: false, pods: [], events };
          return { job: found.job, isDeleted: found.isDeleted, pods: [...found.pods.values()], events };
        },
        isListed: () => listed.size === 2,
        async changed(signal, withinMilliseconds) {
          signal.throwIfAborted();
          throwFailure();
          if (watcher.isStale) return true;
          const isInTime = await nextWake(watcher, signal, withinMilliseconds);
          signal.throwIfAborted();
          throwFailure();
          return isInTime;
        },
        askEvents() {
          if (performance.now() - eventsAskedAt < eventsMilliseconds) return;
          eventsAskedAt = performance.now();
          void loadEvents();
        },
        [Symbol.dispose]() {
          ofJob.delete(watcher);
          if (ofJob.size > 0) return;
          watchers.delete(job);
          forgetUnwatched(job);
          if (watchers.size === 0) stop();
        },
      };
    },
  };
}
