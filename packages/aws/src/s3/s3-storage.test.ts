import { expect, jest, test } from "@jest/globals";
import { defaultAccess } from "../credentials/aws-access.ts";
import { partBytes } from "./part-layout.ts";
import type { ObjectMetadata, S3Api } from "./s3-api.ts";
import { createBucketStorage } from "./s3-storage.ts";

function answer(status: number, name: string): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}
const reset = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

/** A bucket in memory, whose answers a test replaces. */
function fakeBucket(replaced: (bucket: S3Api) => Partial<S3Api>, region = "us-east-1") {
  const objects = new Map<string, { bytes: Buffer; metadata: ObjectMetadata }>();
  const parts = new Map<number, Buffer>();
  let uploadMetadata: ObjectMetadata = {};
  const store = (key: string, bytes: Buffer, metadata: ObjectMetadata, onlyIfAbsent: boolean): void => {
    if (onlyIfAbsent && objects.has(key)) throw answer(412, "PreconditionFailed");
    objects.set(key, { bytes, metadata });
  };
  const real: S3Api = {
    region,
    isAws: true,
    principal: async () => "access key AKIA1",
    async get(key, { start, end }) {
      const object = objects.get(key);
      if (object === undefined) throw answer(404, "NoSuchKey");
      const bytes = object.bytes.subarray(start, end ?? object.bytes.length);
      const chunks = (async function* () {
        for (const byte of bytes) yield Buffer.of(byte);
      })();
      return { chunks, etag: `"${key}"`, bytes: bytes.length, crc32: null, metadata: object.metadata };
    },
    head: async (key) => objects.get(key) ?? null,
    put: async (key, bytes, { metadata, onlyIfAbsent }) => store(key, Buffer.from(bytes), metadata, onlyIfAbsent),
    delete: async (key) => void objects.delete(key),
    list: async () => ({ objects: [], continuation: null }),
    async createUpload(_, metadata) {
      uploadMetadata = metadata;
      return "upload";
    },
    async uploadPart(_, bytes, number) {
      parts.set(number, Buffer.from(bytes));
      return { number, etag: String(number), crc32: null };
    },
    async completeUpload({ key }, _, { onlyIfAbsent }) {
      if (parts.size === 0) throw answer(404, "NoSuchUpload");
      const bytes = Buffer.concat([...parts].toSorted(([one], [other]) => one - other).map(([, part]) => part));
      store(key, bytes, uploadMetadata, onlyIfAbsent);
      parts.clear();
    },
    abortUpload: async () => parts.clear(),
  };
  const connect = jest.fn(async (_: unknown, options: { readonly region: string | null }) => {
    const api = { ...real, region: options.region ?? region };
    return { ...api, ...replaced(api) };
  });
  const settings = { bucket: "data", folder: "", access: defaultAccess };
  const storage = createBucketStorage({ settings, storageArguments: { bucket: "data" }, connect });
  return { storage, objects, parts, connect };
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += Buffer.from(chunk).toString("latin1");
  return text;
}

const large = Buffer.alloc(partBytes(1) + 1, "large");

test("a conditional write whose answer was lost is known to be its own when it is repeated", async () => {
  let losing = true;
  const { storage } = fakeBucket((bucket) => ({
    async put(...put) {
      await bucket.put(...put);
      if (losing) {
        losing = false;
        throw reset();
      }
    },
  }));
  expect(await storage.write("outcome", Buffer.from("mine"), { onlyIfAbsent: true })).toEqual({ created: true });
  expect(await storage.write("outcome", Buffer.from("other"), { onlyIfAbsent: true })).toEqual({ created: false });
});

test("a writer that lost the race after a failed attempt is told so", async () => {
  const { storage, objects } = fakeBucket((bucket) => ({
    async put(key, bytes, options) {
      if (!objects.has(key)) {
        objects.set(key, { bytes: Buffer.from("theirs"), metadata: {} });
        throw reset();
      }
      await bucket.put(key, bytes, options);
    },
  }));
  expect(await storage.write("outcome", Buffer.from("mine"), { onlyIfAbsent: true })).toEqual({ created: false });
  expect(await read(storage.read("outcome"))).toBe("theirs");
});

test.each([false, true])(
  "an upload in parts whose last answer was lost is complete (only if absent: %s)",
  async (only) => {
    let losing = true;
    const { storage, objects } = fakeBucket((bucket) => ({
      async completeUpload(...complete) {
        await bucket.completeUpload(...complete);
        if (losing) {
          losing = false;
          throw reset();
        }
      },
    }));
    expect(await storage.write("result", large, { onlyIfAbsent: only })).toEqual({ created: true });
    expect(objects.get("result")?.bytes.equals(large)).toBe(true);
  },
);

test("an upload in parts that fails leaves no parts behind, for which S3 would charge", async () => {
  const { storage, parts, objects } = fakeBucket((bucket) => ({
    async uploadPart(upload, bytes, number, signal) {
      if (number === 2) throw answer(403, "AccessDenied");
      return bucket.uploadPart(upload, bytes, number, signal);
    },
  }));
  await expect(storage.write("result", large)).rejects.toMatchObject({
    name: "StorageOperationError",
    problem: "denied",
    principal: "access key AKIA1",
  });
  expect(parts.size).toBe(0);
  expect(objects.size).toBe(0);
});

test("a reading goes on where its connection broke, and insists on the same version", async () => {
  const asked: unknown[] = [];
  const { storage } = fakeBucket((bucket) => ({
    async get(key, options) {
      asked.push([options.start, options.etag]);
      const content = await bucket.get(key, options);
      const chunks = (async function* () {
        let count = 0;
        for await (const chunk of content.chunks) {
          yield chunk;
          if (++count === 4 && options.start < 6) throw reset();
        }
      })();
      return { ...content, chunks };
    },
  }));
  await storage.write("object", Buffer.from("0123456789"));
  expect(await read(storage.read("object"))).toBe("0123456789");
  expect(asked).toEqual([
    [0, null],
    [4, '"object"'],
    [8, '"object"'],
  ]);
});

test("an answer that ends early without an error is no end", async () => {
  let isCut = true;
  const { storage } = fakeBucket((bucket) => ({
    async get(key, options) {
      const content = await bucket.get(key, options);
      if (!isCut) return content;
      isCut = false;
      return { ...content, chunks: (async function* () {})() };
    },
  }));
  await storage.write("object", Buffer.from("0123456789"));
  expect(await read(storage.read("object"))).toBe("0123456789");
});

test("bytes that are not those that were written are refused", async () => {
  const { storage } = fakeBucket((bucket) => ({
    get: async (key, options) => ({ ...(await bucket.get(key, options)), crc32: "AAAAAA==" }),
  }));
  await storage.write("object", Buffer.from("0123456789"));
  await expect(read(storage.read("object"))).rejects.toMatchObject({
    name: "StorageOperationError",
    operation: "read",
    message: expect.stringContaining("the bytes that arrived have the CRC-32 poTHxg==, not AAAAAA=="),
  });
});

test("credentials that expired early are asked for again, once for all requests", async () => {
  let connections = 0;
  const { storage, connect } = fakeBucket((bucket) => {
    const isFirst = ++connections === 1;
    return {
      async head(key) {
        if (isFirst) throw answer(400, "ExpiredToken");
        return bucket.head(key);
      },
    };
  });
  expect(await Promise.all([storage.exists("a"), storage.exists("b"), storage.exists("c")])).toEqual([
    false,
    false,
    false,
  ]);
  expect(connect).toHaveBeenCalledTimes(2);
});

test("credentials that stay expired are an error with the mend", async () => {
  const { storage } = fakeBucket(() => ({ head: () => Promise.reject(answer(400, "ExpiredToken")) }));
  await expect(storage.exists("a")).rejects.toMatchObject({
    name: "StorageOperationError",
    problem: "credentials",
    operation: "look for",
    storage: "s3://data",
  });
});

test("a bucket of AWS in another region than the guessed one is found there", async () => {
  const { storage, connect } = fakeBucket((bucket) => ({
    async head(key) {
      if (bucket.region === "eu-west-1") return bucket.head(key);
      throw Object.assign(answer(301, "PermanentRedirect"), {
        $response: { headers: { "x-amz-bucket-region": "eu-west-1" } },
      });
    },
  }));
  expect(await storage.exists("a")).toBe(false);
  expect(connect.mock.calls.map(([, { region }]) => region)).toEqual([null, "eu-west-1"]);
});

test("a listing goes through all pages, without what consoles show folders by", async () => {
  const pages = [["logs/", "logs/1"], ["logs/2", "logs/3"], ["logs/4"]];
  const { storage } = fakeBucket(() => ({
    async list(prefix, continuation) {
      expect(prefix).toBe("logs/");
      const page = Number(continuation ?? 0);
      const objects = (pages[page] ?? []).map((key) => ({ key, bytes: 1, modifiedAt: new Date(0) }));
      return { objects, continuation: page + 1 < pages.length ? String(page + 1) : null };
    },
  }));
  const listed: string[] = [];
  for await (const { key } of storage.list("logs/")) listed.push(key);
  expect(listed).toEqual(["logs/1", "logs/2", "logs/3", "logs/4"]);
});
