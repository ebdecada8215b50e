import pRetry from "p-retry";

/** Why something that failed is worth repeating. */
export interface Transience {
  /** How long the other side asked to be left alone. Default: as the backoff says. */
  readonly retryAfterSeconds?: number;
  /** How many attempts this kind of failure is given in all, at most 8. Default: 8. */
  readonly attempts?: number;
}

export interface RetryTransientOptions {
  /** What an attempt threw, judged: `null` where repeating it cannot help. */
  transience(error: unknown): Transience | null;
  readonly signal?: AbortSignal | undefined;
}

const attempts = 8;
const firstDelayMilliseconds = 100;
const longestDelayMilliseconds = 10_000;
const longestRetryAfterSeconds = 30;

/**
 * Repeats a request to a store while what it throws may pass, with a delay that doubles from 0.1 to 0.2 s up to 10 s,
 * about 15 s in all: throttling and restarts take seconds, and whoever needs a store for longer asks it again. Rejects
 * with the last error, or with the signal's reason.
 */
export async function retryTransient<T>(
  attempt: (attemptNumber: number) => Promise<T>,
  { transience, signal }: RetryTransientOptions,
): Promise<T> {
  try {
    return await pRetry((number) => attempt(number).catch((error: unknown) => Promise.reject(new Failed(error))), {
      retries: attempts - 1,
      minTimeout: firstDelayMilliseconds,
      maxTimeout: longestDelayMilliseconds,
      randomize: true,
      signal,
      shouldRetry: async ({ error, attemptNumber }) => {
        const failure = transience((error as Failed).thrown);
        if (failure === null || attemptNumber >= (failure.attempts ?? attempts)) return false;
        await delay(Math.min(failure.retryAfterSeconds ?? 0, longestRetryAfterSeconds), signal);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Failed ? error.thrown : error;
  }
}

/** What an attempt threw, for p-retry: it gives up on what is no error of its own realm, such as Node's under Jest. */
class Failed extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super("an attempt failed");
    this.thrown = thrown;
  }
}

async function delay(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (!(seconds > 0)) return;
  const waited = Promise.withResolvers<void>();
  const timer = setTimeout(waited.resolve, seconds * 1000);
  signal?.addEventListener("abort", () => waited.resolve(), { once: true });
  await waited.promise;
  clearTimeout(timer);
}
