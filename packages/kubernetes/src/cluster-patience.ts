import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import { ClusterUnreachableError } from "./errors/cluster-unreachable-error.ts";
import { KubernetesApiError } from "./errors/kubernetes-api-error.ts";

/** An API server that restarts is back before this; one that is not is gone. */
const patienceMilliseconds = 60_000;
/** A run that is watched is lost with its cluster, which an upgrade of its control plane takes away for minutes. */
export const silenceMilliseconds = 300_000;
const launchRetries = 4;

const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** Whether the same request may be answered otherwise in a moment. */
export function isPassing(error: unknown): boolean {
  if (ClusterUnreachableError.isInstance(error)) return true;
  return KubernetesApiError.isInstance(error) && passingStatuses.has(error.statusCode);
}

/** Tries again, for a bounded time, what may be done twice, while the server does not answer. */
export function patiently<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return retry(operation, { retries: Number.POSITIVE_INFINITY, maxRetryTime: patienceMilliseconds }, isPassing, signal);
}

/** Tries again a few times where a server is there: one that refuses connections is told of at once. */
export function acrossDrops<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return retry(operation, { retries: launchRetries }, (error) => isPassing(error) && !isAbsent(error), signal);
}

const absences = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN", "ETIMEDOUT"]);

function isAbsent(error: unknown): boolean {
  if (!ClusterUnreachableError.isInstance(error)) return false;
  const cause = error.cause as
    (NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] }) | undefined;
  const codes = [cause?.code, ...(cause?.errors ?? []).map(({ code }) => code)];
  // A certificate that is not trusted stays so.
  return codes.some((code = "") => absences.has(code) || /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code));
}

function retry<T>(
  operation: () => Promise<T>,
  limits: { readonly retries: number; readonly maxRetryTime?: number },
  shouldRetry: (error: unknown) => boolean,
  signal: AbortSignal | undefined,
): Promise<T> {
  return pRetry(operation, {
    ...limits,
    minTimeout: 100,
    maxTimeout: 2000,
    randomize: true,
    shouldRetry: ({ error }) => shouldRetry(error),
    async onFailedAttempt({ error, retriesLeft }) {
      const seconds = KubernetesApiError.isInstance(error) ? error.retryAfterSeconds : null;
      if (seconds !== null && seconds > 0 && retriesLeft > 0 && shouldRetry(error)) {
        await delay(Math.min(seconds, 30) * 1000, undefined, signal === undefined ? {} : { signal });
      }
    },
    ...(signal === undefined ? {} : { signal }),
  });
}
