import { randomFillSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Storage, TransferManager } from "@google-cloud/storage";
import { startTestStorage, type TestStorage } from "./test-storage.ts";

// Google's own client, which checks what it gets.
const bytes = randomFillSync(Buffer.alloc(20_000_000));
let storage: TestStorage;
let directory: string;
beforeAll(async () => {
  storage = await startTestStorage();
  directory = await mkdtemp(path.join(tmpdir(), "cloud-storage-test-"));
  await writeFile(path.join(directory, "file"), bytes);
});
afterAll(async () => {
  await storage.close();
  await rm(directory, { recursive: true });
});

function connect(retry = false) {
  const options = { apiEndpoint: storage.url, projectId: "test", retryOptions: { autoRetry: retry } };
  return new Storage(options).bucket("data");
}

test.each([
  ["in one request", { resumable: false }],
  ["in one piece of an upload", { resumable: true }],
  ["in several pieces", { resumable: true, chunkSize: 8 * 1024 * 1024 }],
])("a file goes up %s and comes down", async (_, options) => {
  const file = path.join(directory, "file");
  await connect().upload(file, { destination: "object", validation: "crc32c", ...options });
  const [copy] = await connect().file("object").download({ validation: "crc32c" });
  expect(copy.equals(bytes)).toBe(true);
});

test("an upload whose connection breaks goes on where it broke", async () => {
  storage.faults.inject({
    match: ({ operation, headers }) =>
      operation === "put uploads" && String(headers["content-range"]).includes("8388608-"),
    fault: { kind: "reset" },
  });
  // Only what cannot replace anything is sent again.
  const preconditionOpts = { ifGenerationMatch: 0 };
  const options = { destination: "resumed", resumable: true, chunkSize: 8 * 1024 * 1024, preconditionOpts };
  await connect(true).upload(path.join(directory, "file"), options);
  const [copy] = await connect().file("resumed").download();
  expect(copy.equals(bytes)).toBe(true);
});

test("a file comes down in ranges beside each other", async () => {
  await connect().file("ranged").save(bytes);
  const copy = path.join(directory, "copy");
  const manager = new TransferManager(connect());
  await manager.downloadFileInChunks("ranged", { destination: copy, chunkSizeBytes: 5_000_000, validation: "crc32c" });
  expect((await readFile(copy)).equals(bytes)).toBe(true);
});

test("objects are found, listed and deleted, and conditions kept", async () => {
  const file = connect().file("listed/one");
  await file.save("one", { metadata: { metadata: { mine: "yes" } }, preconditionOpts: { ifGenerationMatch: 0 } });
  await expect(file.save("two", { preconditionOpts: { ifGenerationMatch: 0 } })).rejects.toMatchObject({ code: 412 });
  const [metadata] = await file.getMetadata();
  expect(metadata).toMatchObject({ size: "3", metadata: { mine: "yes" } });
  const [files] = await connect().getFiles({ prefix: "listed/" });
  expect(files.map(({ name }) => name)).toEqual(["listed/one"]);
  await file.delete();
  expect(await file.exists()).toEqual([false]);
  await expect(file.delete()).rejects.toMatchObject({ code: 404 });
});
