import type { LogPosition } from "prefect-core/provider";
import type { DockerClient } from "./docker-client.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
import { readLogFrames } from "./log-frames.ts";
import type { LogFrame } from "./log-frames.ts";
import type { LogLines, OutputEvent } from "./log-lines.ts";
import { toUnixTime } from "./unix-time.ts";

/** A container's output and how far it has been read. */
export interface OutputReading {
  readonly client: DockerClient;
  readonly container: string;
  readonly isTerminal: boolean;
  readonly position: LogPosition;
  readonly lines: LogLines;
}

/**
 * Gives output from where reading stopped last, until the engine has no more; read only as fast as it is taken. Throws
 * `EngineUnreachableError` where the connection is lost.
 */
export async function* followOutput(
  { client, container, isTerminal, position, lines }: OutputReading,
  signal: AbortSignal,
): AsyncGenerator<OutputEvent, void, undefined> {
  const { since, skip } = position.resume();
  const query = { since: since === null ? null : toUnixTime(since), signal };
  const stream = await client.readLogs(container, query);
  let known = skip;
  for await (const frame of withoutConnectionErrors(readLogFrames(stream, { isTerminal }), client.host, signal)) {
    if (known > 0) {
      known -= 1;
      continue;
    }
    position.pass(frame.timestamp);
    const event = lines.add(frame);
    if (event !== null) yield event;
  }
}

async function* withoutConnectionErrors(
  frames: AsyncIterable<LogFrame>,
  host: string,
  signal: AbortSignal,
): AsyncGenerator<LogFrame, void, undefined> {
  try {
    yield* frames;
  } catch (cause) {
    signal.throwIfAborted();
    throw new EngineUnreachableError({ host, problem: (cause as Error).message, cause });
  }
}
