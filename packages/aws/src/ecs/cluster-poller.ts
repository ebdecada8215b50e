import { nextWake } from "prefect-core/provider";
import type { EcsApi } from "./ecs-api.ts";
import { isPassing, isThrottled, silenceMilliseconds } from "./ecs-patience.ts";
import type { EcsTask } from "./ecs-task.ts";

/** What is known of a task. */
export interface TaskView {
  /** As it was seen last; `null` while it was not. */
  readonly task: EcsTask | null;
  /** Whether ECS knows it no more. */
  readonly isMissing: boolean;
}

export interface TaskSubscription extends Disposable {
  view(): TaskView;
  /**
   * Resolves at the next change after `view` was called, or with `false` after the given time. Rejects where the cluster
   * cannot be asked any more, and with the signal's reason.
   */
  changed(signal: AbortSignal, withinMilliseconds?: number): Promise<boolean>;
}

/** Asks for all tasks of a cluster that anybody in this process watches, 100 at a time. */
export interface ClusterPoller {
  subscribe(task: string): TaskSubscription;
}

export interface PollTimes {
  /** Between two looks at the same task. */
  readonly pollMilliseconds: number;
  /** A task that was just started may not be known everywhere; one that is not after this time is gone. */
  readonly missingMilliseconds: number;
  /** Lines that a container wrote just before its end can be read after this time. */
  readonly settlingMilliseconds: number;
}

export const usualPollTimes: PollTimes = {
  pollMilliseconds: 2000,
  missingMilliseconds: 15_000,
  settlingMilliseconds: 1000,
};

const tasksPerRequest = 100;
const maximumPollMilliseconds = 30_000;

interface Watched {
  task: EcsTask | null;
  isMissing: boolean;
  /** Since when ECS says that it does not know it. */
  missingSince: number | null;
  readonly watchers: Set<Watcher>;
}

interface Watcher {
  isStale: boolean;
  wake: () => void;
}

export function createClusterPoller(api: EcsApi, cluster: string, times: PollTimes): ClusterPoller {
  const watched = new Map<string, Watched>();
  let isPolling = false;
  let hurry: () => void = () => undefined;
  let failure: { readonly error: unknown } | null = null;

  function wake({ watchers }: Watched): void {
    for (const watcher of watchers) {
      watcher.isStale = true;
      watcher.wake();
    }
  }

  async function look(): Promise<void> {
    const arns = [...watched].flatMap(([arn, { isMissing, task }]) =>
      isMissing || task?.lastStatus === "STOPPED" ? [] : [arn],
    );
    for (let start = 0; start < arns.length; start += tasksPerRequest) {
      const asked = arns.slice(start, start + tasksPerRequest);
      const { tasks, failures } = await api.describeTasks(cluster, asked);
      for (const task of tasks) see(task);
      for (const { arn, reason } of failures) if (reason === "MISSING" && arn !== undefined) miss(arn);
    }
  }

  function see(task: EcsTask): void {
    const entry = watched.get(task.taskArn);
    if (entry === undefined) return;
    entry.missingSince = null;
    const isNews = entry.task === null || entry.task.lastStatus !== task.lastStatus;
    entry.task = task;
    if (isNews) wake(entry);
  }

  function miss(arn: string): void {
    const entry = watched.get(arn);
    if (entry === undefined) return;
    const now = performance.now();
    entry.missingSince ??= now;
    if (now - entry.missingSince < times.missingMilliseconds) return;
    entry.isMissing = true;
    wake(entry);
  }

  /** For as long as anybody watches. */
  async function poll(): Promise<void> {
    let pause = times.pollMilliseconds;
    let failingSince: number | null = null;
    while (watched.size > 0) {
      try {
        await look();
        failingSince = null;
        pause = Math.max(times.pollMilliseconds, pause / 2);
      } catch (error) {
        failingSince ??= performance.now();
        const isOver = performance.now() - failingSince > silenceMilliseconds && !isThrottled(error);
        if (!isPassing(error) || isOver) {
          failure = { error };
          break;
        }
        pause = Math.min(maximumPollMilliseconds, pause * (1.5 + Math.random()));
      }
      const isBackingOff = pause > times.pollMilliseconds;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        // A new task is looked at soon, together with those that come with it.
        hurry = () => {
          if (isBackingOff) return;
          clearTimeout(timer);
          setTimeout(resolve, times.pollMilliseconds / 4);
        };
      });
      hurry = () => undefined;
    }
    isPolling = false;
    if (failure !== null) for (const entry of watched.values()) wake(entry);
  }

  return {
    subscribe(arn) {
      const entry = watched.get(arn) ?? { task: null, isMissing: false, missingSince: null, watchers: new Set() };
      const watcher: Watcher = { isStale: false, wake: () => undefined };
      watched.set(arn, entry);
      entry.watchers.add(watcher);
      if (isPolling) hurry();
      else {
        isPolling = true;
        failure = null;
        void poll();
      }
      const throwFailure = (): void => {
        if (failure !== null) throw failure.error;
      };
      return {
        view() {
          watcher.isStale = false;
          return { task: entry.task, isMissing: entry.isMissing };
        },
        async changed(signal, withinMilliseconds) {
          signal.throwIfAborted();
          throwFailure();
          const isInTime = watcher.isStale || (await nextWake(watcher, signal, withinMilliseconds));
          signal.throwIfAborted();
          throwFailure();
          return isInTime;
        },
        [Symbol.dispose]() {
          entry.watchers.delete(watcher);
          if (entry.watchers.size > 0) return;
          watched.delete(arn);
          if (watched.size === 0) hurry();
        },
      };
    },
  };
}
