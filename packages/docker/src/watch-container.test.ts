import { Readable } from "node:stream";
import { expect, test } from "@jest/globals";
import type { InfrastructureEvent } from "prefect-core/provider";
import type { DockerClient } from "./docker-client.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { watchContainer } from "./watch-container.ts";

const state = {
  Status: "exited",
  Running: false,
  OOMKilled: false,
  ExitCode: 0,
  Error: "",
  StartedAt: "2026-11-24T00:00:00.000000000Z",
  FinishedAt: "2026-11-24T00:00:02.000000000Z",
};

function toLog(lines: readonly string[]): Readable {
  const frames = lines.map((line, index) => {
    const content = Buffer.from(`2026-11-24T00:00:01.00000000${index}Z ${line}`);
    const header = Buffer.alloc(8);
    header.writeUInt8(1, 0);
    header.writeUInt32BE(content.length, 4);
    return Buffer.concat([header, content]);
  });
  return Readable.from(frames, { objectMode: false });
}

/** An engine with a container that has ended; each reading of its output gives what the next of these does. */
function clientOf(readings: readonly (() => Readable)[]): DockerClient {
  const left = [...readings];
  return {
    host: "unix:///x",
    inspectContainer: async () => ({ State: state, Config: { Tty: false, Labels: null, User: "" } }),
    readLogs: async () => (left.shift() ?? (() => toLog([])))(),
    waitContainer: async () => undefined,
  } as unknown as DockerClient;
}

async function linesOf(client: DockerClient): Promise<readonly string[]> {
  const events: InfrastructureEvent[] = [];
  for await (const event of watchContainer(client, "c")) events.push(event);
  expect(events.at(-1)).toMatchObject({ kind: "exited", exitCode: 0 });
  return events.flatMap((event) => (event.kind === "output" ? [event.line] : []));
}

test("what an engine leaves out of the output that it gave meanwhile is read after the end", async () => {
  const client = clientOf([() => toLog(["one\n"]), () => toLog(["one\n", "two without an end"])]);
  expect(await linesOf(client)).toEqual(["one", "two without an end"]);
});

test("an engine that is busy for a moment is asked for the output again", async () => {
  const busy = (): Readable => {
    throw new EngineApiError({ operation: "give the container's output", statusCode: 503, reason: "busy" });
  };
  const whole = (): Readable => toLog(["one\n"]);
  expect(await linesOf(clientOf([busy, whole, whole]))).toEqual(["one"]);
});
