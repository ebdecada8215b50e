import { GoogleUnreachableError } from "../google/errors/google-unreachable-error.ts";
import { googleTransience, patiently } from "../google/google-patience.ts";
import { toGoogleLabelName } from "../google/google-labels.ts";
import type { CustomJob } from "./custom-job.ts";
import type { CustomJobReference } from "./custom-job-reference.ts";
import type { CustomJobs } from "./custom-jobs.ts";

/** Looks at the custom jobs of a region for all who watch them: one request for many in each round. */
export interface JobPoller {
  subscribe(reference: CustomJobReference): JobSubscription;
}

export interface JobSubscription extends Disposable {
  /** The next look at the job; `null` where it is not there. Throws what Vertex AI answers otherwise. */
  next(signal: AbortSignal): Promise<CustomJob | null>;
}

interface Watched {
  readonly createdAt: string;
  readonly waiting: Set<PromiseWithResolvers<CustomJob | null>>;
  subscriptions: number;
}

/** So many are read one by one; more are listed. */
const maximumReads = 3;
const concurrency = 8;
/** For so long jobs of which Vertex AI tells nothing are asked about. */
const patienceMilliseconds = 300_000;

export function createJobPoller(jobs: CustomJobs, intervalSeconds: number): JobPoller {
  const watched = new Map<string, Watched>();
  let isRunning = false;
  let failingSince: number | null = null;
  let wake: () => void = () => undefined;

  /** As far as a list tells of them. */
  async function listed(names: readonly string[]): Promise<ReadonlyMap<string, CustomJob>> {
    if (names.length <= maximumReads) return new Map();
    const oldest = [...watched.values()].map(({ createdAt }) => createdAt).toSorted()[0] ?? "";
    // Clocks and roundings differ.
    const since = new Date(Date.parse(oldest) - 1000).toISOString();
    const filter = `labels.${toGoogleLabelName("prefect.io/flow-run-id")}:* AND create_time>="${since}"`;
    const found = await patiently(() => jobs.list(filter));
    return new Map(found.map((job) => [job.name, job]));
  }

  async function look(): Promise<void> {
    const asking = [...watched].flatMap(([name, { waiting }]) =>
      waiting.size === 0 ? [] : [{ name, waiting: [...waiting] }],
    );
    try {
      const known = await listed(asking.map(({ name }) => name));
      const queue = [...asking];
      const worker = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const { name, waiting } = next;
          const job = known.get(name) ?? (await patiently(() => jobs.read(name)));
          for (const one of waiting) one.resolve(job);
        }
      };
      await Promise.all(Array.from({ length: Math.min(concurrency, asking.length) }, worker));
      failingSince = null;
    } catch (error) {
      failingSince ??= performance.now();
      const isOver = performance.now() - failingSince > patienceMilliseconds;
      if (googleTransience(error) !== null && !isOver) return;
      const failure = isOver ? unreachable(error, jobs) : error;
      for (const { waiting } of asking) for (const one of waiting) one.reject(failure);
    }
  }

  async function run(): Promise<void> {
    while (watched.size > 0) {
      await look();
      await pause();
    }
    isRunning = false;
  }

  /** Whoever comes anew is not kept waiting. */
  async function pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, intervalSeconds * 1000);
    wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  return {
    subscribe({ name, createdAt }) {
      const entry = watched.get(name) ?? { createdAt, waiting: new Set(), subscriptions: 0 };
      watched.set(name, entry);
      entry.subscriptions += 1;
      let isFirst = true;
      return {
        async next(signal) {
          signal.throwIfAborted();
          const asked = Promise.withResolvers<CustomJob | null>();
          entry.waiting.add(asked);
          const abort = (): void => asked.reject(signal.reason as Error);
          signal.addEventListener("abort", abort, { once: true });
          if (isFirst) wake();
          isFirst = false;
          if (!isRunning) {
            isRunning = true;
            void run();
          }
          try {
            return await asked.promise;
          } finally {
            entry.waiting.delete(asked);
            signal.removeEventListener("abort", abort);
          }
        },
        [Symbol.dispose]() {
          entry.subscriptions -= 1;
          if (entry.subscriptions > 0 || watched.get(name) !== entry) return;
          watched.delete(name);
          if (watched.size === 0) wake();
        },
      };
    },
  };
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
