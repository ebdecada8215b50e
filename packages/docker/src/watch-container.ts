import { setTimeout as delay } from "node:timers/promises";
import { createLogPosition, type InfrastructureEvent } from "prefect-core/provider";
import type { ContainerDetails } from "./container-details.ts";
import { isNotFound } from "./engine-client.ts";
import type { DockerClient } from "./docker-client.ts";
import { isPassing, patiently } from "./engine-patience.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
import { followOutput } from "./follow-output.ts";
import type { OutputReading } from "./follow-output.ts";
import { createLogLines } from "./log-lines.ts";
import { isMeant, lostExit, toContainerExit } from "./map-docker-status.ts";

const startPollMilliseconds = 250;
const startTimeoutMilliseconds = 60_000;
const reconnectMilliseconds = 100;
const maximumBrokenReads = 50;

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchContainer(
  client: DockerClient,
  container: string,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  try {
    yield* watch(client, container, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (isNotFound(error)) {
      yield lostExit("The container was removed before its exit could be read.");
    } else if (EngineUnreachableError.isInstance(error)) {
      yield lostExit(error.message);
    } else throw error;
  }
}

async function* watch(
  client: DockerClient,
  container: string,
  signal: AbortSignal,
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  const inspect = (): Promise<ContainerDetails> => patiently(client, () => client.inspectContainer(container), signal);
  const started = await untilStarted(inspect, signal);
  if (started === null) {
    const message = "The container was created, but whoever created it did not start it.";
    yield { kind: "exited", timestamp: new Date(), exitCode: null, cause: "start-failed", message };
    return;
  }
  const startedAt = new Date(started.State.StartedAt);
  if (isMeant(startedAt)) yield { kind: "running", timestamp: startedAt };
  const reading: OutputReading = {
    client,
    container,
    isTerminal: started.Config.Tty,
    position: createLogPosition(),
    lines: createLogLines(),
  };
  for (let brokenReads = 0; ;) {
    const isComplete = yield* followPatiently(reading, signal);
    const { State: state } = await inspect();
    brokenReads += state.Running || isComplete ? 0 : 1;
    // What was printed last is all there only when the output came to its end after the container had.
    if (!state.Running && (isComplete || brokenReads > maximumBrokenReads)) {
      yield* readRest(reading, signal);
      yield* reading.lines.rest();
      yield toContainerExit(state);
      return;
    }
    await delay(reconnectMilliseconds, undefined, { signal });
  }
}

/** `null` where nobody starts the container within a bounded time. */
async function untilStarted(
  inspect: () => Promise<ContainerDetails>,
  signal: AbortSignal,
): Promise<ContainerDetails | null> {
  const deadline = performance.now() + startTimeoutMilliseconds;
  for (;;) {
    const details = await inspect();
    if (details.State.Status !== "created") return details;
    if (performance.now() > deadline) return null;
    await delay(startPollMilliseconds, undefined, { signal });
  }
}

/** Gives output until it ends; returns whether it ended because the container did. */
async function* followPatiently(
  reading: OutputReading,
  signal: AbortSignal,
): AsyncGenerator<InfrastructureEvent, boolean, undefined> {
  try {
    yield* followOutput(reading, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (isPassing(error)) return false;
    if (!EngineApiError.isInstance(error) || isNotFound(error)) throw error;
    const line = `The container's output cannot be followed: ${error.reason}`;
    yield { kind: "output", timestamp: new Date(), stream: "stderr", line };
    yield { kind: "running", timestamp: new Date(), isSilent: true };
    await patiently(reading.client, () => reading.client.waitContainer(reading.container, signal), signal);
    return true;
  }
  return hasEndedSoon(reading, signal);
}

/**
 * Engines end a reading that follows at times before the last piece; one that begins after the end has it. What cannot
 * be read now changes nothing about how the container ended.
 */
async function* readRest(
  reading: OutputReading,
  signal: AbortSignal,
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  try {
    yield* followOutput(reading, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!EngineApiError.isInstance(error) && !EngineUnreachableError.isInstance(error)) throw error;
  }
}

const endingMilliseconds = 1000;

/** The output of a container ends a moment before the engine says that it has. */
async function hasEndedSoon({ client, container }: OutputReading, signal: AbortSignal): Promise<boolean> {
  const soon = AbortSignal.timeout(endingMilliseconds);
  try {
    await client.waitContainer(container, AbortSignal.any([signal, soon]));
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (soon.aborted || isPassing(error)) return false;
    throw error;
  }
}
