import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { DockerClient } from "./docker-client.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
import { followOutput } from "./follow-output.ts";
import { createLogLines } from "./log-lines.ts";
import { toUnixTime } from "./unix-time.ts";
import { createLogPosition } from "prefect-core/provider";

interface StoredFrame {
  readonly stream: 1 | 2;
  readonly timestamp: string;
  readonly text: string;
}

function encode({ stream, timestamp, text }: StoredFrame): Buffer {
  const content = Buffer.from(`${timestamp} ${text}`);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** An engine that has these frames, and whose answers break after each of the given numbers of bytes. */
function clientOf(frames: readonly StoredFrame[], breaks: readonly number[], chunkBytes: number): DockerClient {
  const left = [...breaks];
  const readLogs: DockerClient["readLogs"] = async (_container, { since }) => {
    const asked = frames.filter(({ timestamp }) => since === null || toUnixTime(timestamp) >= since);
    const bytes = Buffer.concat(asked.map(encode));
    const end = left.shift();
    return Readable.from(
      (async function* () {
        const readable = bytes.subarray(0, end);
        for (let at = 0; at < readable.length; at += chunkBytes) yield readable.subarray(at, at + chunkBytes);
        if (end !== undefined) throw new Error("aborted");
      })(),
      { objectMode: false },
    );
  };
  return { host: "unix:///x", readLogs } as unknown as DockerClient;
}

async function readAll(client: DockerClient): Promise<string[]> {
  const reading = {
    client,
    container: "c",
    isTerminal: false,
    position: createLogPosition(),
    lines: createLogLines(),
  };
  const lines: string[] = [];
  for (let isBroken = true; isBroken;) {
    isBroken = false;
    try {
      for await (const { stream, line } of followOutput(reading, new AbortController().signal)) {
        lines.push(`${stream} ${line}`);
      }
    } catch (error) {
      if (!EngineUnreachableError.isInstance(error)) throw error;
      isBroken = true;
    }
  }
  return [...lines, ...reading.lines.rest().map(({ stream, line }) => `${stream} ${line}`)];
}

const stamp = (milliseconds: number) => new Date(milliseconds).toISOString().replace("Z", "000000Z");

/** Frames in the order of storage: many in one moment, some stamped a little before the one before them. */
const storedFrames = fc
  .array(fc.record({ stream: fc.constantFrom(1 as const, 2 as const), step: fc.integer({ min: -3, max: 900 }) }))
  .map((steps) => {
    let now = Date.UTC(2026, 0, 1);
    return steps.map(({ stream, step }, index): StoredFrame => {
      now += step;
      return { stream, timestamp: stamp(now), text: `line ${index}\n` };
    });
  });

describe("output of a container", () => {
  test("is whole and in order, wherever connections break and however bytes arrive", async () => {
    const breaks = fc.array(fc.nat({ max: 2000 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(storedFrames, breaks, fc.integer({ min: 1, max: 300 }), async (frames, ends, chunkBytes) => {
        const expected = frames.map(({ stream, text }) => `${stream === 1 ? "stdout" : "stderr"} ${text.trimEnd()}`);
        expect(await readAll(clientOf(frames, ends, chunkBytes))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("has long lines in one piece, though the engine stores them in several, and a last line without its end", async () => {
    const timestamp = stamp(0);
    const frames: StoredFrame[] = [
      { stream: 1, timestamp, text: "a".repeat(16_384) },
      { stream: 2, timestamp, text: "between\n" },
      { stream: 1, timestamp, text: "b\r\n" },
      { stream: 1, timestamp, text: "unfinished" },
    ];
    expect(await readAll(clientOf(frames, [], 1000))).toEqual([
      "stderr between",
      `stdout ${"a".repeat(16_384)}b`,
      "stdout unfinished",
    ]);
  });
});
