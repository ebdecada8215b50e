import { randomFillSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { crc32c, toCrc32cText } from "./crc32c.ts";
import { createFakeGcs, failure, type FakeGcs } from "./fixtures/fake-gcs.ts";
import { createBucketStorage } from "./gcs-storage.ts";
import type { Storage } from "prefect-core/provider";

const mebibyte = 1024 * 1024;

function storageOn(fake: FakeGcs): Storage {
  const access = { block: null, key: null, project: null };
  const endpoint = { url: null, isAnonymous: false };
  return createBucketStorage({
    settings: { bucket: "data", folder: "", access, endpoint },
    storageArguments: { bucket: "data" },
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
  test("whose answer was lost is known as its own", async () => {
    const fake = createFakeGcs();
    fake.loseAnswers.push("insert");
    await expect(storageOn(fake).write("a", Buffer.from("x"), { onlyIfAbsent: true })).resolves.toEqual({
      created: true,
    });
  });

  test("that lost against another one says so", async () => {
    const fake = createFakeGcs();
    const storage = storageOn(fake);
    await storage.write("a", Buffer.from("first"), { onlyIfAbsent: true });
    await expect(storage.write("a", Buffer.from("second"), { onlyIfAbsent: true })).resolves.toEqual({
      created: false,
    });
    expect((await readAll(storage, "a")).toString()).toBe("first");
  });
});

describe("a large object", () => {
  const bytes = bytesOf(40 * mebibyte);

  test("goes on where the service kept less than it was sent, and where a part was refused", async () => {
    const fake = createFakeGcs();
    fake.keepOnly.push(5 * mebibyte, 256 * 1024);
    fake.failures.push({ method: "put", error: failure(503) });
    await storageOn(fake).write("big", bytes);
    expect(fake.objects.get("big")?.bytes.equals(bytes)).toBe(true);
    expect(fake.objects.get("big")?.crc32c).toBe(toCrc32cText(crc32c(bytes)));
  });

  test.each([40, 40.5])("of %d MiB arrives from small chunks, however slow the service is", async (mebibytes) => {
    const fake = createFakeGcs();
    const streamed = bytesOf(mebibytes * mebibyte);
    async function* source(): AsyncGenerator<Uint8Array, void> {
      for (let at = 0; at < streamed.length; at += 65_536) yield streamed.subarray(at, at + 65_536);
    }
    await storageOn(fake).write("big", source());
    expect(fake.objects.get("big")?.bytes.equals(streamed)).toBe(true);
  });

  test("whose last answer was lost is complete", async () => {
    const fake = createFakeGcs();
    fake.loseAnswers.push("complete");
    await expect(storageOn(fake).write("big", bytes, { onlyIfAbsent: true })).resolves.toEqual({ created: true });
  });

  test("is cancelled at the service where its source breaks", async () => {
    const fake = createFakeGcs();
    const broken = new Error("the source broke");
    async function* source(): AsyncGenerator<Uint8Array, void> {
      yield bytes;
      throw broken;
    }
    await expect(storageOn(fake).write("big", source())).rejects.toBe(broken);
    expect(fake.sessions.size).toBe(0);
  });
});

describe("a reading", () => {
  test("goes on at the byte where it broke, of the same generation and with a new token", async () => {
    const fake = createFakeGcs();
    const storage = storageOn(fake);
    const bytes = bytesOf(mebibyte);
    await storage.write("a", bytes);
    fake.breakDownloadsAfter.push(300_000);
    fake.failures.push({ method: "download", error: failure(401), skip: 1 });
    expect((await readAll(storage, "a")).equals(bytes)).toBe(true);
    expect(fake.downloads.map(({ start, generation }) => [start, generation])).toEqual([
      [0, null],
      [300_000, "1"],
      [300_000, "1"],
    ]);
    expect(fake.connections).toBe(2);
  });

  test("of what was replaced meanwhile says so, and never mixes the two", async () => {
    const fake = createFakeGcs();
    const storage = storageOn(fake);
    await storage.write("a", bytesOf(mebibyte));
    fake.breakDownloadsAfter.push(300_000);
    const reading = storage.read("a")[Symbol.asyncIterator]();
    await reading.next();
    await storage.write("a", Buffer.from("other"));
    await expect(reading.next()).rejects.toThrow("It was replaced or deleted while it was read: read it again.");
  });

  test("of damaged bytes is refused by their checksum", async () => {
    const fake = createFakeGcs();
    const storage = storageOn(fake);
    await storage.write("a", Buffer.from("right"));
    fake.objects.get("a")?.bytes.write("wrong");
    await expect(readAll(storage, "a")).rejects.toThrow("its bytes do not match its CRC-32C");
  });
});

test("a listing goes through all pages, without what consoles show folders by", async () => {
  const fake = createFakeGcs();
  const storage = storageOn(fake);
  const keys = ["logs/1", "logs/2", "logs/3", "logs/4", "logs/5"];
  for (const key of [...keys, "other"]) await storage.write(key, Buffer.from(key));
  const [folder] = [...fake.objects.values()];
  if (folder !== undefined) fake.objects.set("logs/", folder);
  const listed: string[] = [];
  for await (const { key } of storage.list("logs/")) listed.push(key);
  expect(listed).toEqual(keys);
});
