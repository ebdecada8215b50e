import assert from "node:assert/strict";
import { listKeys, patternBytes, readBuffer, readText, toBytes } from "./storage-bytes.ts";
import type { StorageFact } from "./storage-suite.ts";

const oddKeys = [
  "with space/and+plus",
  "percent%20encoded/100%",
  "query?a=b&c=d#fragment",
  "quotes'\"`/$HOME/~",
  "brackets[0]{1}(2)<3>",
  "colon:semi;comma,equals=at@",
  "日本語/ключ/é",
  ".hidden/..dots/...",
  "trailing./-dash",
  "emoji-\u{1f600}",
];

export const storageWriteFacts: readonly StorageFact[] = [
  {
    name: "what was written is read, exists and is listed at once",
    async check(storage) {
      assert.deepEqual(await storage.write("runs/1/input", toBytes("parameters")), { created: true });
      assert.equal(await readText(storage, "runs/1/input"), "parameters");
      assert.equal(await storage.exists("runs/1/input"), true);
      assert.deepEqual(await listKeys(storage, "runs/"), ["runs/1/input"]);
    },
  },
  {
    name: "an empty object is an object, from a buffer and from a stream",
    async check(storage) {
      await storage.write("buffer", new Uint8Array());
      await storage.write("stream", chunksOf([]));
      for (const key of ["buffer", "stream"]) {
        assert.equal(await storage.exists(key), true);
        assert.equal(await readText(storage, key), "");
      }
    },
  },
  {
    name: "a body of many megabytes arrives whole, streamed both ways",
    async check(storage) {
      const bytes = patternBytes(6_000_003);
      const pieces = [0, 1, 300_000, 5_000_000, 6_000_003];
      await storage.write("big", chunksOf(pieces.slice(1).map((end, index) => bytes.subarray(pieces[index], end))));
      assert.ok(bytes.equals(await readBuffer(storage, "big")));
      const range = { offset: 4_999_990, length: 20 };
      assert.ok(bytes.subarray(4_999_990, 5_000_010).equals(await readBuffer(storage, "big", { range })));
    },
  },
  {
    name: "a body of many parts arrives whole from small chunks, as files give them",
    async check(storage) {
      const bytes = patternBytes(26_000_003);
      const chunkBytes = 65_536;
      const starts = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => index * chunkBytes);
      await storage.write("big", chunksOf(starts.map((start) => bytes.subarray(start, start + chunkBytes))));
      assert.ok(bytes.equals(await readBuffer(storage, "big")));
    },
  },
  {
    name: "the bytes are those at the time of the write",
    async check(storage) {
      const bytes = toBytes("before");
      await storage.write("object", bytes);
      bytes.fill(0);
      assert.equal(await readText(storage, "object"), "before");
      for await (const chunk of storage.read("object")) chunk.fill(0);
      assert.equal(await readText(storage, "object"), "before");
    },
  },
  {
    name: "a second write replaces the object",
    async check(storage) {
      await storage.write("object", toBytes("a longer first text"));
      assert.deepEqual(await storage.write("object", toBytes("second")), { created: true });
      assert.equal(await readText(storage, "object"), "second");
    },
  },
  {
    name: "an only-if-absent write leaves an existing object as it is and says so",
    async check(storage) {
      if (!storage.conditionalWrites) return;
      assert.deepEqual(await storage.write("object", toBytes("first"), { onlyIfAbsent: true }), { created: true });
      assert.deepEqual(await storage.write("object", toBytes("second"), { onlyIfAbsent: true }), { created: false });
      assert.equal(await readText(storage, "object"), "first");
      await storage.delete("object");
      assert.deepEqual(await storage.write("object", toBytes("third"), { onlyIfAbsent: true }), { created: true });
    },
  },
  {
    name: "of concurrent only-if-absent writers exactly one wins, and its bytes stand",
    async check(storage) {
      if (!storage.conditionalWrites) return;
      const writers = Array.from({ length: 16 }, (_, writer) => `writer ${writer}`);
      const answers = await Promise.all(
        writers.map((writer) => storage.write("outcome", chunksOf([toBytes(writer)]), { onlyIfAbsent: true })),
      );
      const winners = writers.filter((_, index) => answers[index]?.created);
      assert.equal(winners.length, 1);
      assert.equal(await readText(storage, "outcome"), winners[0]);
    },
  },
  {
    name: "a reader never sees part of an object that is being replaced",
    async check(storage) {
      const versions = ["a", "b"].map((letter) => Buffer.alloc(300_000, letter));
      await storage.write("object", versions[0] ?? toBytes(""));
      const writing = (async () => {
        for (let round = 0; round < 10; round++) await storage.write("object", versions[round % 2] ?? toBytes(""));
      })();
      for (let round = 0; round < 10; round++) {
        const seen = await readBuffer(storage, "object");
        assert.ok(versions.some((version) => version.equals(seen)));
      }
      await writing;
    },
  },
  {
    name: "a source that throws leaves nothing behind, and what stood before stands",
    async check(storage) {
      await storage.write("old", toBytes("old"));
      const failure = new Error("the source broke");
      for (const key of ["new", "old"]) {
        await assert.rejects(
          () => storage.write(key, failingChunks(failure)),
          (error) => error === failure,
        );
      }
      assert.deepEqual(await listKeys(storage, ""), ["old"]);
      assert.equal(await readText(storage, "old"), "old");
    },
  },
  {
    name: "an abort ends a write at once, even while its source is silent, and leaves nothing behind",
    async check(storage) {
      const controller = new AbortController();
      const reason = new Error("no longer wanted");
      async function* silentAfterOne(): AsyncGenerator<Uint8Array, void> {
        yield toBytes("first");
        controller.abort(reason);
        await new Promise<void>(() => undefined);
      }
      await assert.rejects(
        () => storage.write("object", silentAfterOne(), { signal: controller.signal }),
        (error) => error === reason,
      );
      assert.deepEqual(await listKeys(storage, ""), []);
    },
  },
  {
    name: "a write with an aborted signal writes nothing",
    async check(storage) {
      const reason = new Error("no longer wanted");
      await assert.rejects(
        () => storage.write("object", toBytes("x"), { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
      assert.equal(await storage.exists("object"), false);
    },
  },
  {
    name: "keys may bear any printable character",
    async check(storage) {
      for (const key of oddKeys) await storage.write(key, toBytes(key));
      for (const key of oddKeys) assert.equal(await readText(storage, key), key);
      assert.deepEqual([...(await listKeys(storage, ""))].sort(), [...oddKeys].sort());
    },
  },
  {
    name: "deleting removes one object, and is no error where there is none",
    async check(storage) {
      await storage.write("runs/1/input", toBytes("x"));
      await storage.write("runs/1/outcome.json", toBytes("x"));
      await storage.delete("runs/1/input");
      await storage.delete("runs/1/input");
      await storage.delete("runs/1");
      await storage.delete("never/written");
      assert.deepEqual(await listKeys(storage, ""), ["runs/1/outcome.json"]);
    },
  },
  {
    name: "writes and deletions beside each other do not disturb each other",
    async check(storage) {
      await Promise.all(
        Array.from({ length: 8 }, async (_, writer) => {
          for (let round = 0; round < 8; round++) {
            await storage.write(`shared/parent/${writer}`, toBytes("x"));
            await storage.delete(`shared/parent/${writer}`);
          }
        }),
      );
      assert.deepEqual(await listKeys(storage, ""), []);
    },
  },
];

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

async function* failingChunks(failure: Error): AsyncGenerator<Uint8Array, void> {
  yield toBytes("half an object");
  throw failure;
}
