import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PartedTarget, toParts, writeInParts } from "./write-in-parts.ts";

const options = { partBytes: () => 4, concurrency: 2 };

async function* stream(...chunks: readonly string[]): AsyncGenerator<Uint8Array, void> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** A store that remembers what it was asked to do. */
function recordingTarget(overrides: Partial<Record<number, () => Promise<void>>> = {}) {
  const log: string[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const target: PartedTarget<string, string> = {
    async whole(bytes) {
      log.push("whole");
      return Buffer.from(bytes).toString();
    },
    async begin() {
      log.push("begin");
      return {
        async part(bytes, number) {
          mostUnderWay = Math.max(mostUnderWay, ++underWay);
          await new Promise((resolve) => setImmediate(resolve));
          await overrides[number]?.();
          underWay--;
          return Buffer.from(bytes).toString();
        },
        async complete(parts) {
          log.push("complete");
          return parts.join("|");
        },
        async discard() {
          log.push("discard");
        },
      };
    },
  };
  return { target, log, mostUnderWay: () => mostUnderWay };
}

test("whatever the chunks, the parts have the wanted sizes and hold the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 20 })), fc.integer({ min: 1, max: 9 }), async (chunks, size) => {
      const parts: string[] = [];
      for await (const part of toParts(stream(...chunks), () => size)) parts.push(Buffer.from(part).toString("latin1"));
      const whole = Buffer.from(chunks.join("")).toString("latin1");
      expect(parts).toEqual(whole.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []);
    }),
  );
});

test("a body that fits in one part, or is empty, is written in one request", async () => {
  const { target, log } = recordingTarget();
  expect(await writeInParts(stream("ab", "cd"), options, target)).toBe("abcd");
  expect(await writeInParts(stream(), options, target)).toBe("");
  expect(log).toEqual(["whole", "whole"]);
});

test("a larger body is written in parts, in order, with only so many under way at once", async () => {
  const { target, log, mostUnderWay } = recordingTarget();
  expect(await writeInParts(Buffer.from("abcdefghijklmnopqrs"), options, target)).toBe("abcd|efgh|ijkl|mnop|qrs");
  expect(log).toEqual(["begin", "complete"]);
  expect(mostUnderWay()).toBe(2);
});

test("a part that fails ends the write with its error, even while the source is silent, and discards the rest", async () => {
  const failure = new Error("refused");
  const { target, log } = recordingTarget({ 2: () => Promise.reject(failure) });
  async function* silentAfterTwo(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from("abcdefgh");
    await new Promise<void>(() => undefined);
  }
  await expect(writeInParts(silentAfterTwo(), { ...options, concurrency: 3 }, target)).rejects.toBe(failure);
  expect(log).toEqual(["begin", "discard"]);
});

test("an object that turns out to be unneeded is not read any further", async () => {
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    for (; ; read++) yield Buffer.from("abcd");
  }
  const { target } = recordingTarget();
  const answer = await writeInParts(counted(), options, { ...target, begin: async () => ({ unneeded: "there" }) });
  expect(answer).toBe("there");
  expect(read).toBeLessThan(3);
});
