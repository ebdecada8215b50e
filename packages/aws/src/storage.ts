import type { JsonObject, Storage } from "prefect-core/provider";
import type { AwsCredentialsData } from "./blocks/aws-blocks.ts";
import { toAwsAccess } from "./credentials/to-aws-access.ts";
import { createBucketStorage } from "./s3/s3-storage.ts";
import { toS3Settings } from "./s3/s3-storage-module.ts";

export { s3StorageModule } from "./s3/s3-storage-module.ts";

export interface S3StorageOptions {
  readonly bucket: string;
  /** What keys are put below. Default: the bucket itself. */
  readonly folder?: string;
  /** With the fields of the block `aws-credentials`. Default: AWS's default chain. */
  readonly credentials?: AwsCredentialsData;
}

/**
 * A storage in S3, or on a server that speaks its protocol. The SDK is loaded by its first operation. Throws
 * `InvalidStorageReferenceError` and `InvalidBlockError`.
 */
export function createS3Storage({ bucket, folder, credentials }: S3StorageOptions): Storage {
  const storageArguments: JsonObject = { bucket, ...(folder === undefined ? {} : { bucket_folder: folder }) };
  const settings = toS3Settings(storageArguments, { credentials: null });
  if (credentials === undefined) return createBucketStorage({ settings, storageArguments });
  const data = credentials as JsonObject;
  const access = toAwsAccess({ block: "aws-credentials", data });
  return createBucketStorage({ settings: { ...settings, access: { ...access, block: null } }, storageArguments });
}
