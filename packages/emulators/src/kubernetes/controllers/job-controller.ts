import { toApiTime } from "../api/api-object.ts";
import { isJobFinished, type Job, type JobStatus } from "../api/job.ts";
import type { Pod } from "../api/pod.ts";
import { jobType, podType } from "../api/resource-type.ts";
import type { ApiObject } from "../api/api-object.ts";
import { deleteObject } from "../store/delete-object.ts";
import type { EventRecorder } from "../store/event-recorder.ts";
import { keyOf, type ObjectKey, type ObjectStore } from "../store/object-store.ts";
import { countPods, type PodCount } from "./count-pods.ts";
import {
  announceEnd,
  backoffLimitExceeded,
  completionsReached,
  confirmEnd,
  deadlineExceeded,
  findAnnouncedEnd,
  type JobEnd,
} from "./job-conditions.ts";
import { toJobPod, trackingFinalizer } from "./to-job-pod.ts";

export interface JobControllerOptions {
  readonly store: ObjectStore;
  readonly recordEvent: EventRecorder;
  /** Creates a pod as the server does for anybody. Throws `StatusError`. */
  readonly createPod: (pod: ApiObject) => void;
  /** Before the first replacement of a failed pod; twice as long before each further one. */
  readonly backoffSeconds: number;
}

const component = "job-controller";
const maximumBackoffSeconds = 600;

/** Makes the pods of jobs, counts how they end, and ends the jobs. Gives what ends the controller. */
export function startJobController({
  store,
  recordEvent,
  createPod,
  backoffSeconds,
}: JobControllerOptions): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  const lastFailures = new Map<string, { count: number; at: number }>();

  function look(key: ObjectKey): void {
    const job = store.find<Job>(jobType, key);
    if (job === null) return;
    const pods = podsOf(store, job);
    if (job.metadata.deletionTimestamp !== undefined || isJobFinished(job)) {
      for (const pod of pods) release(store, pod);
      if (isJobFinished(job)) scheduleRemoval(job);
      return;
    }
    const counted = countPods(job, pods);
    const started = job.status.startTime === undefined && job.spec.suspend !== true;
    const startTime = started ? toApiTime() : job.status.startTime;
    const status = addCounts({ ...job.status, ...(startTime === undefined ? {} : { startTime }) }, counted);
    noteFailures(job, counted);
    const end = findAnnouncedEnd(status) ?? findEnd(job, status, counted);
    if (end === null) {
      const created = createMissing(job, status, counted);
      setStatus(job, { ...status, active: counted.active.length + created });
    } else {
      finish(job, status, counted, end);
    }
    for (const pod of [...counted.newSucceeded, ...counted.newFailed.map((failed) => failed.pod)]) release(store, pod);
  }

  function setStatus(job: Job, status: JobStatus): void {
    store.modify<Job>(jobType, keyOf(job), (stored) => ({ ...stored, status: withoutZeros(status) }));
  }

  function findEnd(job: Job, status: JobStatus, counted: PodCount): JobEnd | null {
    const fatal = counted.newFailed.find(({ verdict }) => verdict.action === "FailJob");
    if (fatal !== undefined) return { isSuccess: false, reason: "PodFailurePolicy", message: fatal.verdict.message };
    if ((status.failed ?? 0) > job.spec.backoffLimit) return backoffLimitExceeded;
    if (isPastDeadline(job, status)) return deadlineExceeded;
    const wanted = job.spec.completions ?? 1;
    return (status.succeeded ?? 0) >= wanted ? completionsReached : null;
  }

  /** The announcement is one version of the job and the end another, as watchers of a cluster see them. */
  function finish(job: Job, status: JobStatus, counted: PodCount, end: JobEnd): void {
    for (const pod of counted.active) {
      deleteObject(store, podType, pod);
      report(job, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
    }
    const announced = announceEnd({ ...status, active: 0 }, end);
    setStatus(job, { ...announced, terminating: counted.terminating + counted.active.length });
    if (counted.active.length > 0 || counted.terminating > 0) return;
    setStatus(job, confirmEnd({ ...announced, ready: 0, terminating: 0 }, end));
    if (end.isSuccess) report(job, "Normal", "Completed", "Job completed");
    else report(job, "Warning", end.reason, end.message);
  }

  function createMissing(job: Job, status: JobStatus, { active, terminating }: PodCount): number {
    if (job.spec.suspend === true) return 0;
    const waits = job.spec.podReplacementPolicy === "Failed" ? terminating : 0;
    const remaining = (job.spec.completions ?? 1) - (status.succeeded ?? 0);
    const missing = Math.min(job.spec.parallelism, remaining) - active.length - waits;
    if (missing <= 0) return 0;
    const backoff = remainingBackoffSeconds(job);
    if (backoff > 0) {
      schedule(job, backoff);
      return 0;
    }
    let created = 0;
    for (; created < missing; created += 1) if (!createNext(job)) break;
    return created;
  }

  function createNext(job: Job): boolean {
    const pod = toJobPod(job);
    try {
      createPod(pod);
      report(job, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
      return true;
    } catch (error) {
      report(job, "Warning", "FailedCreate", `Error creating: ${(error as Error).message}`);
      schedule(job, Math.max(backoffSeconds, 0.1));
      return false;
    }
  }

  function noteFailures(job: Job, { newFailed }: PodCount): void {
    if (newFailed.length === 0) return;
    const count = (lastFailures.get(job.metadata.uid)?.count ?? 0) + newFailed.length;
    lastFailures.set(job.metadata.uid, { count, at: Date.now() });
  }

  function remainingBackoffSeconds({ metadata }: Job): number {
    const failures = lastFailures.get(metadata.uid);
    if (failures === undefined) return 0;
    const wanted = Math.min(backoffSeconds * 2 ** (failures.count - 1), maximumBackoffSeconds);
    return Math.max(0, wanted - (Date.now() - failures.at) / 1000);
  }

  function isPastDeadline(job: Job, { startTime }: JobStatus): boolean {
    const { activeDeadlineSeconds } = job.spec;
    if (activeDeadlineSeconds === undefined || startTime === undefined) return false;
    const remaining = Date.parse(startTime) / 1000 + activeDeadlineSeconds - Date.now() / 1000;
    if (remaining > 0) schedule(job, remaining);
    return remaining <= 0;
  }

  function scheduleRemoval(job: Job): void {
    const { ttlSecondsAfterFinished } = job.spec;
    if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp !== undefined) return;
    const ended = job.status.conditions?.find(({ type }) => type === "Complete" || type === "Failed");
    const remaining = Date.parse(ended?.lastTransitionTime ?? "") / 1000 + ttlSecondsAfterFinished - Date.now() / 1000;
    if (remaining > 0) schedule(job, remaining);
    else deleteObject(store, jobType, job, { propagationPolicy: "Foreground" });
  }

  /** Looks again after a time; an earlier look does not put it off. */
  function schedule(job: Job, seconds: number): void {
    const timerKey = `${job.metadata.uid}/${Math.ceil(seconds * 10)}`;
    if (timers.has(timerKey)) return;
    const wake = (): void => {
      timers.delete(timerKey);
      look(keyOf(job));
    };
    timers.set(timerKey, setTimeout(wake, Math.ceil(seconds * 1000)).unref());
  }

  function report(job: Job, type: "Normal" | "Warning", reason: string, message: string): void {
    recordEvent({ object: job, type, reason, message, component });
  }

  const unsubscribe = store.subscribe(({ type, object }) => {
    if (type === jobType) look(keyOf(object));
    if (type !== podType) return;
    const owner = object.metadata.ownerReferences?.find(
      ({ controller, kind }) => controller === true && kind === "Job",
    );
    const key = { namespace: object.metadata.namespace ?? "", name: owner?.name ?? "" };
    if (owner !== undefined && store.find(jobType, key)?.metadata.uid === owner.uid) look(key);
    else release(store, object as Pod);
  });
  return () => {
    unsubscribe();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

function podsOf(store: ObjectStore, job: Job): Pod[] {
  const pods = store.list<Pod>(podType, job.metadata.namespace ?? "");
  return pods.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid));
}

function addCounts(status: JobStatus, { active, ready, terminating, newSucceeded, newFailed }: PodCount): JobStatus {
  const failed = newFailed.filter(({ verdict }) => verdict.action !== "Ignore").length;
  return {
    ...status,
    active: active.length,
    ready,
    terminating,
    succeeded: (status.succeeded ?? 0) + newSucceeded.length,
    failed: (status.failed ?? 0) + failed,
    uncountedTerminatedPods: {},
  };
}

/** The server leaves these numbers out while there is nothing to count; the others it always gives. */
function withoutZeros({ active = 0, succeeded = 0, failed = 0, ...status }: JobStatus): JobStatus {
  return {
    ...status,
    ...(active === 0 ? {} : { active }),
    ...(succeeded === 0 ? {} : { succeeded }),
    ...(failed === 0 ? {} : { failed }),
  };
}

/** Lets a pod go that was counted, or that no job counts any more. */
function release(store: ObjectStore, pod: Pod): void {
  const key = keyOf(pod);
  if (store.find(podType, key)?.metadata.uid !== pod.metadata.uid) return;
  store.modify<Pod>(podType, key, ({ metadata, ...rest }) => {
    const { finalizers = [], ...others } = metadata;
    const kept = finalizers.filter((each) => each !== trackingFinalizer);
    return { ...rest, metadata: { ...others, ...(kept.length === 0 ? {} : { finalizers: kept }) } } as Pod;
  });
}
