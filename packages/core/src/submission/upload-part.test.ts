import { expect, test } from "@jest/globals";
import type { Storage } from "../contracts/storage.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { uploadPart } from "./upload-part.ts";

const part = { key: "code/a.mjs.gz", sha256: "a", bytes: new TextEncoder().encode("export {};") };
const hour = 3_600_000;
const later = (hours: number): Date => new Date(Date.now() + hours * hour);

function countWrites(): { readonly storage: Storage; readonly writes: string[] } {
  const memory = createMemoryStorage();
  const writes: string[] = [];
  const storage: Storage = {
    ...memory,
    describe: () => `counted ${String(Math.random())}`,
    async write(key, body, options) {
      writes.push(key);
      return await memory.write(key, body, options);
    },
  };
  const name = storage.describe();
  return { storage: { ...storage, describe: () => name }, writes };
}

test("a part is uploaded once, however many calls need it at the same time", async () => {
  const { storage, writes } = countWrites();
  await Promise.all(Array.from({ length: 100 }, () => uploadPart(storage, part)));
  expect(writes).toEqual([part.key]);
});

test("a part that is there already is not written", async () => {
  const { storage, writes } = countWrites();
  await storage.write(part.key, part.bytes);
  await uploadPart(storage, part);
  expect(writes).toHaveLength(1);
});

test("a part that was last needed more than a day ago is written again, so that clean-up sees it in use", async () => {
  const { storage, writes } = countWrites();
  await uploadPart(storage, part);
  await uploadPart(storage, part, later(6));
  expect(writes).toHaveLength(1);
  await uploadPart(storage, part, later(25));
  expect(writes).toHaveLength(2);
});

test("an upload that failed is tried again by the next call", async () => {
  const { storage, writes } = countWrites();
  const broken: Storage = { ...storage, write: () => Promise.reject(new Error("full")) };
  await expect(uploadPart(broken, part)).rejects.toThrow("full");
  await uploadPart(storage, part);
  expect(writes).toHaveLength(1);
});
