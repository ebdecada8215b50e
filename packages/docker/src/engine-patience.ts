import pRetry from "p-retry";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

/** An engine that restarts is back before this; one that is not is gone. */
const patienceMilliseconds = 60_000;

/** Tries again, for a bounded time, while the engine does not answer. Only for what may be done twice. */
export function patiently<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return pRetry(operation, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: patienceMilliseconds,
    minTimeout: 50,
    maxTimeout: 2000,
    randomize: true,
    shouldRetry: ({ error }) => isPassing(error),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Whether the engine may answer otherwise in a moment: it is away, or about to be. */
export function isPassing(error: unknown): boolean {
  return EngineUnreachableError.isInstance(error) || (EngineApiError.isInstance(error) && error.statusCode === 503);
}

const dropRetries = 3;
const drops = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

/** Tries again where an engine was there and the connection broke, so that nobody knows what it still did. */
export function acrossDrops<T>(operation: () => Promise<T>): Promise<T> {
  return pRetry(operation, {
    retries: dropRetries,
    minTimeout: 100,
    randomize: true,
    shouldRetry: ({ error }) =>
      EngineUnreachableError.isInstance(error) &&
      drops.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? ""),
  });
}
