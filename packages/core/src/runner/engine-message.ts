import type { EngineMessage, RunnerMessage } from "../contracts/runner-protocol.ts";
import { RunnerProtocolError } from "../errors/runner-protocol-error.ts";
import {
  count,
  isPlainObject,
  nullable,
  number,
  objectOf,
  oneOf,
  optional,
  text,
  type Shape,
} from "../bundle/record-shape.ts";

/** The version of the protocol between runner and engine that this runner speaks. */
export const protocolVersion = 1;

/** No message is longer; what is, is refused. */
export const maximumMessageCharacters: number = 8 * 1024 * 1024;

const stateType = oneOf(
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CRASHED",
  "CANCELLING",
  "CANCELLED",
  "PAUSED",
);

const shapes: Readonly<Record<EngineMessage["type"], Shape>> = {
  hello: objectOf({ protocolVersion: number, nodeVersion: text }),
  "propose-state": objectOf({ id: count, state: objectOf({ type: stateType, name: text, message: nullable(text) }) }),
  "run-name": objectOf({ name: text }),
  log: objectOf({ timestamp: text, level: number, name: text, message: text }),
  heartbeat: objectOf({ residentBytes: number }),
  finished: objectOf({
    state: objectOf({
      type: oneOf("COMPLETED", "FAILED", "CRASHED", "CANCELLED"),
      name: text,
      message: nullable(text),
    }),
    value: nullable(objectOf({ kind: oneOf("result", "error"), serializer: text, bytes: count })),
    peakMemoryBytes: number,
    exitCode: optional(number),
  }),
};

/** Throws `RunnerProtocolError`. */
export function parseEngineMessage(line: string): EngineMessage {
  const message = parseJson(line);
  if (!isPlainObject(message)) throw new RunnerProtocolError({ problem: "a message is not a JSON object" });
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(shapes, type)) {
    throw new RunnerProtocolError({ problem: `there is no message of type ${JSON.stringify(type) ?? "undefined"}` });
  }
  const problem = shapes[type as EngineMessage["type"]](message, type);
  if (problem !== null) throw new RunnerProtocolError({ problem });
  return message as EngineMessage;
}

export function encodeRunnerMessage(message: RunnerMessage): string {
  return `${JSON.stringify(message)}\n`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new RunnerProtocolError({ problem: `a message is not JSON: ${line.slice(0, 200)}`, cause });
  }
}
