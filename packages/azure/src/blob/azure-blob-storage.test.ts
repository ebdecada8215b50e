import { createHash, randomFillSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Storage } from "prefect-core/provider";
import { createContainerStorage } from "./azure-blob-storage.ts";
import { createFakeBlobs, failure, type FakeBlobs } from "./fixtures/fake-blobs.ts";

const mebibyte = 1024 * 1024;

function storageOn(fake: FakeBlobs): Storage {
  const accountUrl = "https://test.blob.core.windows.net";
  return createContainerStorage({
    settings: {
      container: "data",
      folder: "",
      access: { kind: "default", accountUrl, authorityHost: null },
      block: null,
    },
    storageArguments: { container: "data" },
    connect: async () => {
      fake.connections += 1;
      return fake.client;
    },
  });
}

async function readAll(storage: Storage, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function bytesOf(length: number): Buffer {
  return randomFillSync(Buffer.alloc(length));
}

describe("a write only if absent", () => {
  test.each([
    ["upload", 1000],
    ["commitBlocks", 20 * mebibyte],
  ] as const)("whose answer was lost by %s is known as its own", async (request, length) => {
    const fake = createFakeBlobs();
    fake.loseAnswers.push(request);
    const bytes = bytesOf(length);
    await expect(storageOn(fake).write("a", bytes, { onlyIfAbsent: true })).resolves.toEqual({ created: true });
    expect(fake.blobs.get("a")?.bytes.equals(bytes)).toBe(true);
  });

  test("that lost against another one says so", async () => {
    const fake = createFakeBlobs();
    const storage = storageOn(fake);
    await storage.write("a", Buffer.from("first"), { onlyIfAbsent: true });
    await expect(storage.write("a", bytesOf(20 * mebibyte), { onlyIfAbsent: true })).resolves.toEqual({
      created: false,
    });
    expect((await readAll(storage, "a")).toString()).toBe("first");
  });

  test("in blocks that a write beside it threw away lost against that one", async () => {
    const fake = createFakeBlobs();
    const storage = storageOn(fake);
    const bytes = bytesOf(20 * mebibyte);
    const written = Promise.all([1, 2, 3].map(() => storage.write("a", bytes, { onlyIfAbsent: true })));
    const created = (await written).map((answer) => answer.created).toSorted();
    expect(created).toEqual([false, false, true]);
  });
});

test("a large blob keeps the MD5 of the whole, and repeats what was refused for the moment", async () => {
  const fake = createFakeBlobs();
  const bytes = bytesOf(40 * mebibyte);
  fake.failures.push({ method: "stageBlock", error: failure(503, "ServerBusy"), skip: 2 });
  fake.failures.push({ method: "commitBlocks", error: failure(500, "InternalError") });
  await storageOn(fake).write("big", bytes);
  expect(fake.blobs.get("big")?.bytes.equals(bytes)).toBe(true);
  expect(fake.blobs.get("big")?.md5).toEqual(createHash("md5").update(bytes).digest());
});

describe("a reading", () => {
  test("goes on at the byte where it broke, of the same version and with a new token", async () => {
    const fake = createFakeBlobs();
    const storage = storageOn(fake);
    const bytes = bytesOf(mebibyte);
    await storage.write("a", bytes);
    fake.breakDownloadsAfter.push(300_000);
    fake.failures.push({ method: "download", error: failure(401, "InvalidAuthenticationInfo"), skip: 1 });
    expect((await readAll(storage, "a")).equals(bytes)).toBe(true);
    expect(fake.downloads).toEqual([
      { start: 0, etag: null },
      { start: 300_000, etag: `"1"` },
      { start: 300_000, etag: `"1"` },
    ]);
    expect(fake.connections).toBe(2);
  });

  test("of what was replaced meanwhile says so, and never mixes the two", async () => {
    const fake = createFakeBlobs();
    const storage = storageOn(fake);
    await storage.write("a", bytesOf(mebibyte));
    fake.breakDownloadsAfter.push(300_000);
    const reading = storage.read("a")[Symbol.asyncIterator]();
    await reading.next();
    await storage.write("a", Buffer.from("other"));
    await expect(reading.next()).rejects.toThrow("It was replaced while it was read: read it again.");
  });

  test("of damaged bytes is refused by their checksum", async () => {
    const fake = createFakeBlobs();
    const storage = storageOn(fake);
    await storage.write("a", Buffer.from("right"));
    fake.blobs.get("a")?.bytes.write("wrong");
    await expect(readAll(storage, "a")).rejects.toThrow("its bytes do not match its Content-MD5");
  });
});

test("what is refused names container, operation, principal and the mend", async () => {
  const fake = createFakeBlobs();
  fake.failures.push({ method: "upload", error: failure(403, "AuthorizationPermissionMismatch") });
  await expect(storageOn(fake).write("a", Buffer.from("x"))).rejects.toMatchObject({
    name: "StorageOperationError",
    storage: "https://test.blob.core.windows.net/data",
    operation: "write",
    key: "a",
    problem: "denied",
    principal: "account test",
    mend: expect.stringContaining(`"Storage Blob Data Contributor" on container "data"`),
  });
});

test("a listing goes through all pages, without what tools show folders by", async () => {
  const fake = createFakeBlobs();
  const storage = storageOn(fake);
  const keys = ["logs/1", "logs/2", "logs/3", "logs/4", "logs/5"];
  for (const key of [...keys, "other"]) await storage.write(key, Buffer.from(key));
  const [folder] = [...fake.blobs.values()];
  if (folder !== undefined) fake.blobs.set("logs/", folder);
  const listed: string[] = [];
  for await (const { key } of storage.list("logs/")) listed.push(key);
  expect(listed).toEqual(keys);
});
