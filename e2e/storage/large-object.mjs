// Plain JavaScript: what removes types would count in the memory that is measured.

import { readFileSync } from "node:fs";

const [kind = "", url = "", place = "", bytes = "", way = ""] = process.argv.slice(2);

// Each storage is loaded alone, as its users do.
const storages = {
  s3: async () =>
    (await import("prefect-aws/storage")).createS3Storage({
      bucket: place,
      credentials: {
        aws_access_key_id: "test-access-key",
        aws_secret_access_key: "test-secret-key",
        region_name: "us-east-1",
        aws_client_parameters: { endpoint_url: url },
      },
    }),
  gcs: async () => (await import("prefect-gcp/storage")).createGcsStorage({ bucket: place, endpoint: url }),
  azure: async () =>
    (await import("prefect-azure/storage")).createAzureBlobStorage({
      container: place,
      credentials: { connection_string: url },
    }),
};
const storage = await storages[kind]();

const chunkBytes = 1_000_000;

// A few chunks again and again, so that the memory that is measured is the storage's and not that of the test.
const patterns = Array.from({ length: 7 }, (_, index) => Buffer.alloc(chunkBytes, `chunk ${index},`));

async function* chunks() {
  for (let at = 0; at < Number(bytes); at += chunkBytes) {
    const pattern = patterns[(at / chunkBytes) % patterns.length] ?? Buffer.alloc(0);
    yield pattern.subarray(0, Number(bytes) - at);
  }
}

async function isSame() {
  const expected = chunks();
  let rest = Buffer.alloc(0);
  for await (const read of storage.read("large")) {
    for (let chunk = Buffer.from(read.buffer, read.byteOffset, read.byteLength); chunk.length > 0;) {
      if (rest.length === 0) rest = (await expected.next()).value ?? Buffer.alloc(0);
      const length = Math.min(rest.length, chunk.length);
      if (length === 0 || chunk.compare(rest, 0, length, 0, length) !== 0) return false;
      chunk = chunk.subarray(length);
      rest = rest.subarray(length);
    }
  }
  return rest.length === 0 && (await expected.next()).done === true;
}

const outcome = way === "up" ? (await storage.write("large", chunks())).created : await isSame();
// Resource usage would begin with what the process had that started this one.
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
console.log(JSON.stringify({ outcome, residentMegabytes: Number(kilobytes) / 1000 }));
