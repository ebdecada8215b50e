import { googleTransience, patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import type { ExecutionView } from "./resource-view.ts";

/** Looks at the executions of a region for all who watch them: each execution once in a round. */
export interface ExecutionPoller {
  /** `onLook` is called after each look. */
  subscribe(job: string, execution: string, onLook: () => void): ExecutionSubscription;
}

export interface ExecutionSubscription extends Disposable {
  /** How often it was looked at. */
  readonly looks: number;
  /** As it was seen last; `null` where it was not there, or was not looked at yet. */
  readonly view: ExecutionView | null;
  /** Why it is not looked at any more; `null` while it is. */
  readonly failure: Error | null;
}

interface Watched {
  readonly job: string;
  readonly execution: string;
  readonly watchers: Set<() => void>;
  looks: number;
  view: ExecutionView | null;
  failure: Error | null;
  failingSince: number | null;
}

/** Google allows 3000 reads a minute to a project in a region, and other processes ask too. */
const maximumReadsPerSecond = 10;
const concurrency = 8;
/** For so long an execution of which Google tells nothing is asked about. */
const patienceMilliseconds = 300_000;

export function createExecutionPoller(client: CloudRunClient, pollMilliseconds: number): ExecutionPoller {
  const watched = new Map<string, Watched>();
  let isRunning = false;
  let wake: () => void = () => undefined;

  async function look(entry: Watched): Promise<void> {
    if (entry.failure !== null || entry.watchers.size === 0) return;
    try {
      entry.view = await patiently(() => client.readExecution(entry.job, entry.execution));
      entry.failingSince = null;
      entry.looks += 1;
    } catch (error) {
      entry.failingSince ??= performance.now();
      const isOver = performance.now() - entry.failingSince > patienceMilliseconds;
      if (googleTransience(error) !== null && !isOver) return;
      entry.failure = error as Error;
    }
    for (const onLook of entry.watchers) onLook();
  }

  async function run(): Promise<void> {
    while (watched.size > 0) {
      const queue = [...watched.values()];
      const leastMilliseconds = (queue.length / maximumReadsPerSecond) * 1000;
      const worker = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await look(next);
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      await pause(Math.max(pollMilliseconds, leastMilliseconds));
    }
    isRunning = false;
  }

  /** Whoever comes anew is not kept waiting. */
  async function pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  return {
    subscribe(job, execution, onLook) {
      const key = `${job}/${execution}`;
      const entry = watched.get(key) ?? {
        job,
        execution,
        watchers: new Set(),
        looks: 0,
        view: null,
        failure: null,
        failingSince: null,
      };
      watched.set(key, entry);
      entry.watchers.add(onLook);
      if (isRunning) wake();
      else {
        isRunning = true;
        void run();
      }
      return {
        get looks() {
          return entry.looks;
        },
        get view() {
          return entry.view;
        },
        get failure() {
          return entry.failure;
        },
        [Symbol.dispose]() {
          entry.watchers.delete(onLook);
          if (entry.watchers.size > 0 || watched.get(key) !== entry) return;
          watched.delete(key);
          if (watched.size === 0) wake();
        },
      };
    },
  };
}
