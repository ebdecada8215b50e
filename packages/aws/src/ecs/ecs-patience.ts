import pRetry from "p-retry";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import { EcsThrottledError } from "./errors/ecs-throttled-error.ts";
import { EcsUnreachableError } from "./errors/ecs-unreachable-error.ts";

/** A service that has an outage is back before this; one that is not is gone. */
const patienceMilliseconds = 60_000;
/** A run that is watched is lost with its service, which may be away from here for minutes. */
export const silenceMilliseconds = 300_000;
const launchRetries = 8;

/** Others of the account may use up its rate for a while; a burst of runs does so itself. */
const throttlingMilliseconds = 300_000;

export function isThrottled(error: unknown): boolean {
  return EcsThrottledError.isInstance(error);
}

/** Whether the same request may be answered otherwise in a moment. */
export function isPassing(error: unknown): boolean {
  if (EcsUnreachableError.isInstance(error)) return true;
  return isThrottled(error) || (EcsApiError.isInstance(error) && (error.statusCode ?? 0) >= 500);
}

const absences = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN", "ETIMEDOUT"]);

function isAbsent(error: unknown): boolean {
  return EcsUnreachableError.isInstance(error) && absences.has(error.code);
}

/** Tries again, for a bounded time, what may be done twice, while AWS throttles or does not answer. */
export function patiently<T>(
  operation: () => Promise<T>,
  signal?: AbortSignal,
  patience: number = patienceMilliseconds,
): Promise<T> {
  return retry(operation, { retries: Number.POSITIVE_INFINITY, maxRetryTime: patience }, isPassing, signal);
}

/** Tries again where AWS is there; one that refuses connections is told of at once. Throttling is waited out. */
export function acrossDrops<T>(
  operation: () => Promise<T>,
  signal?: AbortSignal,
  patience: number = throttlingMilliseconds,
): Promise<T> {
  let drops = 0;
  const limits = { retries: Number.POSITIVE_INFINITY, maxRetryTime: patience };
  const shouldRetry = (error: unknown): boolean =>
    isThrottled(error) || (isPassing(error) && !isAbsent(error) && (drops += 1) <= launchRetries);
  return retry(operation, limits, shouldRetry, signal);
}

function retry<T>(
  operation: () => Promise<T>,
  limits: { readonly retries: number; readonly maxRetryTime: number },
  shouldRetry: (error: unknown) => boolean,
  signal: AbortSignal | undefined,
): Promise<T> {
  return pRetry(operation, {
    ...limits,
    minTimeout: 100,
    maxTimeout: 5000,
    randomize: true,
    shouldRetry: ({ error }) => shouldRetry(error),
    ...(signal === undefined ? {} : { signal }),
  });
}
