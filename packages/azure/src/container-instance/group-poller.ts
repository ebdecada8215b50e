import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { azureTransience, patiently } from "./azure-patience.ts";
import { AzureUnreachableError } from "./errors/azure-unreachable-error.ts";

/** Looks at the container groups of a resource group for all who watch them: each group once in a round. */
export interface GroupPoller {
  subscribe(group: string): GroupSubscription;
}

export interface GroupSubscription extends Disposable {
  /** The next look at the group; `null` where it is not there. Throws what Azure answers otherwise. */
  next(signal: AbortSignal): Promise<ContainerGroupView | null>;
}

interface Watched {
  readonly waiting: Set<PromiseWithResolvers<ContainerGroupView | null>>;
  subscriptions: number;
  failingSince: number | null;
}

/** Azure allows 25 reads a second to a subscription on the long run, and other processes ask too. */
const maximumReadsPerSecond = 10;
const concurrency = 8;
/** For so long a group of which Azure tells nothing is asked about. */
const patienceMilliseconds = 300_000;

export function createGroupPoller(groups: ContainerGroups, intervalSeconds: number): GroupPoller {
  const watched = new Map<string, Watched>();
  let isRunning = false;
  let wake: () => void = () => undefined;

  async function look(name: string, entry: Watched): Promise<void> {
    const asking = [...entry.waiting];
    if (asking.length === 0) return;
    try {
      const view = await patiently(() => groups.read(name));
      entry.failingSince = null;
      for (const one of asking) one.resolve(view);
    } catch (error) {
      entry.failingSince ??= performance.now();
      const isOver = performance.now() - entry.failingSince > patienceMilliseconds;
      if (azureTransience(error) !== null && !isOver) return;
      for (const one of asking) one.reject(isOver ? unreachable(error, groups) : error);
    }
    for (const one of asking) entry.waiting.delete(one);
  }

  async function run(): Promise<void> {
    while (watched.size > 0) {
      const queue = [...watched];
      const worker = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await look(...next);
      };
      const leastSeconds = queue.length / maximumReadsPerSecond;
      await Promise.all(Array.from({ length: concurrency }, worker));
      await pause(Math.max(intervalSeconds, leastSeconds));
    }
    isRunning = false;
  }

  /** Whoever comes anew is not kept waiting. */
  async function pause(seconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, seconds * 1000);
    wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  return {
    subscribe(group) {
      const entry = watched.get(group) ?? { waiting: new Set(), subscriptions: 0, failingSince: null };
      watched.set(group, entry);
      entry.subscriptions += 1;
      let isFirst = true;
      return {
        async next(signal) {
          signal.throwIfAborted();
          const look = Promise.withResolvers<ContainerGroupView | null>();
          entry.waiting.add(look);
          const abort = (): void => look.reject(signal.reason as Error);
          signal.addEventListener("abort", abort, { once: true });
          if (isFirst) wake();
          isFirst = false;
          if (!isRunning) {
            isRunning = true;
            void run();
          }
          try {
            return await look.promise;
          } finally {
            entry.waiting.delete(look);
            signal.removeEventListener("abort", abort);
          }
        },
        [Symbol.dispose]() {
          entry.subscriptions -= 1;
          if (entry.subscriptions > 0 || watched.get(group) !== entry) return;
          watched.delete(group);
          if (watched.size === 0) wake();
        },
      };
    },
  };
}

function unreachable(error: unknown, { resourceGroup }: ContainerGroups): AzureUnreachableError {
  if (AzureUnreachableError.isInstance(error)) return error;
  return new AzureUnreachableError({
    endpoint: `the resource group ${resourceGroup}`,
    problem: (error as Error).message,
    isPassing: false,
    hint: "Look at https://status.azure.com, and watch the run again when Azure answers.",
    cause: error,
  });
}
