import { EventEmitter } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Storage, TransferManager } from "@google-cloud/storage";
import { createGcsStorage } from "prefect-gcp/storage";
import { compareTransfers } from "./harness/compare-transfers.ts";

/** A file to Cloud Storage and back, beside the SDK's ways for the same file. All but the first way down verify it. */
const megabytes = 200;

// The SDK listens to one stream more often than Node takes for wanted.
EventEmitter.defaultMaxListeners = 100;

const apiEndpoint = process.env["PREFECT_TEST_GCS_URL"] ?? "";
const client = new Storage({ apiEndpoint, projectId: "benchmark" });
const [bucket] = await client.createBucket(`benchmark-${Date.now()}`);
const storage = createGcsStorage({ bucket: bucket.name, endpoint: apiEndpoint });

const directory = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const file = path.join(directory, "file");
const copy = path.join(directory, "copy");
try {
  writeFileSync(file, Buffer.alloc(megabytes * 1_000_000, "storage"));
  const toObject = { destination: "object", validation: "crc32c" } as const;
  await compareTransfers(`Upload of ${megabytes} MB`, {
    "the SDK, in one request": () => bucket.upload(file, { ...toObject, resumable: false }),
    "the SDK, resumable": () => bucket.upload(file, { ...toObject, resumable: true }),
    "prefect-gcp": () => storage.write("object", createReadStream(file)),
  });
  const toFile = { destination: copy, validation: "crc32c" } as const;
  await compareTransfers(`Download of ${megabytes} MB`, {
    "the SDK, in ranges, unverified": () =>
      new TransferManager(bucket).downloadFileInChunks("object", { ...toFile, validation: false }),
    "the SDK, in ranges": () => new TransferManager(bucket).downloadFileInChunks("object", toFile),
    "the SDK, in one request": () => bucket.file("object").download(toFile),
    "prefect-gcp": () => pipeline(storage.read("object"), createWriteStream(copy)),
  });
} finally {
  rmSync(directory, { recursive: true, force: true });
}
