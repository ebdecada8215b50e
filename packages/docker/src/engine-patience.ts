import pRetry from "p-retry";
import type { DockerClient } from "./docker-client.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

/** An engine that restarts is back before this; one that is not is gone. */
const patienceMilliseconds = 60_000;

/** Since when an engine does not answer, and when it was asked last. */
interface Absence {
  readonly since: number;
  readonly asked: number;
}

const absences = new WeakMap<DockerClient, Absence>();

/**
 * Tries again while the engine does not answer, until it has been away for a bounded time, whoever noticed first: what is
 * asked of it after that is tried once. Only for what may be done twice.
 */
export async function patiently<T>(client: DockerClient, ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const answer = await pRetry(ask, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 50,
    maxTimeout: 2000,
    randomize: true,
    shouldRetry: ({ error }) => isPassing(error) && !isGone(client, performance.now()),
    ...(signal === undefined ? {} : { signal }),
  });
  absences.delete(client);
  return answer;
}

function isGone(client: DockerClient, now: number): boolean {
  const known = absences.get(client);
  // Nobody knows whether it was back since it was asked long ago.
  const since = known === undefined || now - known.asked > patienceMilliseconds ? now : known.since;
  absences.set(client, { since, asked: now });
  return now - since >= patienceMilliseconds;
}

/** Whether the engine may answer otherwise in a moment: it is away, or about to be. */
export function isPassing(error: unknown): boolean {
  return EngineUnreachableError.isInstance(error) || isOverloaded(error);
}

// Of a proxy before the engine, or of the engine while it starts or ends.
const overloadStatuses: readonly number[] = [429, 502, 503, 504];

function isOverloaded(error: unknown): boolean {
  return EngineApiError.isInstance(error) && overloadStatuses.includes(error.statusCode);
}

/** About six seconds in all. */
const retries = 6;
const drops = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

/**
 * Tries again where an engine was there and the connection broke, so that nobody knows what it still did, or where it
 * was too busy to do it. Only for what may be done twice.
 */
export function acrossDrops<T>(operation: () => Promise<T>): Promise<T> {
  return pRetry(operation, {
    retries,
    minTimeout: 100,
    maxTimeout: 3000,
    randomize: true,
    shouldRetry: ({ error }) => isOverloaded(error) || isDrop(error),
  });
}

function isDrop(error: unknown): boolean {
  return (
    EngineUnreachableError.isInstance(error) &&
    drops.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? "")
  );
}
