import { randomUUID } from "node:crypto";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import type { AwsCredentialsData } from "prefect-aws";
import { requireSetting } from "./required-setting.ts";

const region = "us-east-1";

/** A server that speaks S3's protocol. */
export interface S3Server {
  readonly url: string;
  /** Fields of a block that reaches it. */
  readonly credentials: AwsCredentialsData;
  /** Makes an empty bucket and answers its name. */
  createBucket(): Promise<string>;
  /** How many uploads in parts were begun in the bucket, and neither completed nor discarded. */
  countOpenUploads(bucket: string): Promise<number>;
}

/** The server of the suite, which every machine has. */
export function motoServer(): S3Server {
  return s3Server(requireSetting("PREFECT_TEST_S3_URL"));
}

/** MinIO, where it was built; else `null`. */
export function minioServer(): S3Server | null {
  const url = process.env["PREFECT_TEST_MINIO_URL"];
  return url ? s3Server(url) : null;
}

/** Why `minioServer` is `null`. */
export const minioIsLacking = "MinIO was not built: PREFECT_TEST_MINIO=build npm run e2e -- storage builds it with Go";

/** Fields of a block that reaches a server, which is maybe only on the way to the real one. */
export function credentialsFor(url: string): AwsCredentialsData {
  return {
    aws_access_key_id: "test-access-key",
    aws_secret_access_key: "test-secret-key",
    region_name: region,
    aws_client_parameters: { endpoint_url: url },
  };
}

function s3Server(url: string): S3Server {
  const client = new S3Client({
    endpoint: url,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: "test-access-key", secretAccessKey: "test-secret-key" },
  });
  return {
    url,
    credentials: credentialsFor(url),
    async createBucket() {
      const bucket = `bucket-${randomUUID()}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    async countOpenUploads(bucket) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.length;
    },
  };
}
