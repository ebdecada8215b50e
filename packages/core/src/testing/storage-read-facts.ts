import assert from "node:assert/strict";
import { InvalidStorageKeyError } from "../errors/invalid-storage-key-error.ts";
import { InvalidStorageRangeError } from "../errors/invalid-storage-range-error.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { listKeys, listObjects, readBuffer, readText, toBytes } from "./storage-bytes.ts";
import type { StorageFact } from "./storage-suite.ts";

const invalidKeys = ["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "a\0b", "a\nb"];

export const storageReadFacts: readonly StorageFact[] = [
  {
    name: "reading what was never written throws StorageObjectNotFoundError with the key",
    async check(storage) {
      await storage.write("a/b", toBytes("x"));
      for (const key of ["missing", "a", "a/b/c"]) {
        await assert.rejects(
          () => readText(storage, key),
          (error) => StorageObjectNotFoundError.isInstance(error) && error.key === key,
        );
        assert.equal(await storage.exists(key), false);
      }
    },
  },
  {
    name: "a range gives just its bytes, and past the end what there is",
    async check(storage) {
      await storage.write("object", toBytes("0123456789"));
      assert.equal(await readText(storage, "object", { range: { offset: 0, length: 3 } }), "012");
      assert.equal(await readText(storage, "object", { range: { offset: 4, length: 1 } }), "4");
      assert.equal(await readText(storage, "object", { range: { offset: 8, length: 100 } }), "89");
      assert.equal(await readText(storage, "object", { range: { offset: 10, length: 5 } }), "");
      assert.equal(await readText(storage, "object", { range: { offset: 500, length: 5 } }), "");
      assert.equal(await readText(storage, "object", { range: { offset: 2, length: 0 } }), "");
    },
  },
  {
    name: "a range that is not whole bytes from 0 throws InvalidStorageRangeError",
    async check(storage) {
      await storage.write("object", toBytes("0123456789"));
      for (const range of [
        { offset: -1, length: 1 },
        { offset: 0, length: -1 },
        { offset: 0.5, length: 1 },
      ]) {
        await assert.rejects(
          () => readText(storage, "object", { range }),
          (error) => InvalidStorageRangeError.isInstance(error),
        );
      }
    },
  },
  {
    name: "an aborted signal stops a read with its reason",
    async check(storage) {
      await storage.write("object", toBytes("x"));
      const reason = new Error("no longer wanted");
      await assert.rejects(
        () => readText(storage, "object", { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
    },
  },
  {
    name: "a reader that stops early leaves the object readable",
    async check(storage) {
      await storage.write("object", Buffer.alloc(1_000_000, 7));
      for await (const chunk of storage.read("object")) {
        assert.ok(chunk.length > 0);
        break;
      }
      assert.equal((await readBuffer(storage, "object")).length, 1_000_000);
    },
  },
  {
    name: "a listing gives every key that starts with the prefix, in the order of UTF-8 bytes",
    async check(storage) {
      const keys = ["a-b/c", "a.b", "ab/c", "b/a/c", "b/a-c", "b/a.c", "B", "z/\u{1f600}", "z/\uffee", "é"];
      for (const key of keys.toReversed()) await storage.write(key, toBytes(key));
      const sorted = ["B", "a-b/c", "a.b", "ab/c", "b/a-c", "b/a.c", "b/a/c", "z/\uffee", "z/\u{1f600}", "é"];
      assert.deepEqual(await listKeys(storage, ""), sorted);
      assert.deepEqual(await listKeys(storage, "a"), ["a-b/c", "a.b", "ab/c"]);
      assert.deepEqual(await listKeys(storage, "b/"), ["b/a-c", "b/a.c", "b/a/c"]);
      assert.deepEqual(await listKeys(storage, "b/a/c"), ["b/a/c"]);
      assert.deepEqual(await listKeys(storage, "nothing/here"), []);
    },
  },
  {
    name: "a listing tells sizes and times",
    async check(storage) {
      await storage.write("object", toBytes("12345"));
      const [object] = await listObjects(storage, "object");
      assert.equal(object?.bytes, 5);
      // Clocks differ between machines, never by a day.
      assert.ok(Math.abs((object?.modifiedAt.getTime() ?? 0) - Date.now()) < 86_400_000);
    },
  },
  {
    name: "an empty storage lists nothing",
    async check(storage) {
      assert.deepEqual(await listKeys(storage, ""), []);
      assert.deepEqual(await listKeys(storage, "runs/"), []);
    },
  },
  {
    name: "a key that leaves its place or is not portable throws InvalidStorageKeyError everywhere",
    async check(storage) {
      const isInvalidKey = (error: unknown): boolean => InvalidStorageKeyError.isInstance(error);
      for (const key of [...invalidKeys, "a".repeat(256), "a/".repeat(600) + "a"]) {
        await assert.rejects(() => storage.write(key, toBytes("x")), isInvalidKey, `write ${key}`);
        await assert.rejects(() => readText(storage, key), isInvalidKey, `read ${key}`);
        await assert.rejects(() => storage.exists(key), isInvalidKey, `exists ${key}`);
        await assert.rejects(() => storage.delete(key), isInvalidKey, `delete ${key}`);
      }
      await assert.rejects(() => listKeys(storage, "../"), isInvalidKey);
    },
  },
  {
    name: "a reference opens the same storage again, and names no credential",
    async check(storage, { openReference }) {
      assert.notEqual(storage.describe(), "");
      const reference = storage.reference();
      if (reference === null) return;
      await storage.write("object", toBytes("shared"));
      const reopened = await openReference(structuredClone(reference));
      assert.equal(await readText(reopened, "object"), "shared");
      assert.deepEqual(reopened.reference(), reference);
      assert.equal(reopened.describe(), storage.describe());
      assert.doesNotMatch(JSON.stringify(reference), /secret|password|token/i);
    },
  },
];
