import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createS3Storage } from "prefect-aws/storage";
import { compareTransfers } from "./harness/compare-transfers.ts";

/** A file to S3 and back, beside the SDK's own best path for the same file: its managed upload, and a piped download. */
const megabytes = 200;

const endpoint = process.env["PREFECT_TEST_MINIO_URL"] ?? process.env["PREFECT_TEST_S3_URL"] ?? "";
const [region, accessKeyId, secretAccessKey] = ["us-east-1", "test-access-key", "test-secret-key"];
const Bucket = `benchmark-${Date.now()}`;

const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
await client.send(new CreateBucketCommand({ Bucket }));
const storage = createS3Storage({
  bucket: Bucket,
  credentials: {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    region_name: region,
    aws_client_parameters: { endpoint_url: endpoint },
  },
});

const directory = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const file = path.join(directory, "file");
try {
  writeFileSync(file, Buffer.alloc(megabytes * 1_000_000, "storage"));
  await compareTransfers(`Upload of ${megabytes} MB`, {
    "the SDK": async () => {
      const params = { Bucket, Key: "object", Body: createReadStream(file) };
      await new Upload({ client, params }).done();
    },
    "prefect-aws": () => storage.write("object", createReadStream(file)),
  });
  const copy = path.join(directory, "copy");
  await compareTransfers(`Download of ${megabytes} MB`, {
    "the SDK": async () => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "object" }));
      await pipeline(Body as NodeJS.ReadableStream, createWriteStream(copy));
    },
    "prefect-aws": () => pipeline(storage.read("object"), createWriteStream(copy)),
  });
} finally {
  rmSync(directory, { recursive: true, force: true });
}
