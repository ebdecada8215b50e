import pRetry from "p-retry";
import { isNotFound } from "./engine-client.ts";
import type { DockerClient } from "./docker-client.ts";
import { isPassing } from "./engine-patience.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";

const patienceMilliseconds = 10_000;

/** Removes a container with what only it has. Once this resolves it is gone, whoever removed it. */
export async function removeContainer(client: DockerClient, container: string): Promise<void> {
  const remove = async (): Promise<void> => {
    try {
      await client.removeContainer(container);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  };
  await pRetry(remove, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: patienceMilliseconds,
    minTimeout: 50,
    maxTimeout: 1000,
    randomize: true,
    shouldRetry: ({ error }) => isPassing(error) || isBeingRemoved(error),
  });
}

/** The engine refuses a second removal while the first is under way. */
function isBeingRemoved(error: unknown): boolean {
  return EngineApiError.isInstance(error) && error.statusCode === 409 && /already in progress/i.test(error.reason);
}
