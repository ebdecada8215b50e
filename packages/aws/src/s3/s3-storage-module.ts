import {
  InvalidStorageReferenceError,
  type JsonObject,
  type StorageModule,
  type StorageOpenOptions,
} from "prefect-core/provider";
import { toAwsAccess } from "../credentials/to-aws-access.ts";
import type { S3Settings } from "./s3-settings.ts";
import { createBucketStorage, s3StorageModule as module } from "./s3-storage.ts";

/** The step argument that names a credentials block. */
export const credentialsArgument = "aws_credentials_block_name";

/** What opens a bucket, where a work pool is configured and in a container. */
export const s3StorageModule: StorageModule = {
  specificationVersion: "v1",
  module,
  credentials: { argument: credentialsArgument, blockTypeSlug: "aws-credentials" },
  async open(storageArguments, options) {
    return createBucketStorage({ settings: toS3Settings(storageArguments, options), storageArguments });
  },
};

/** Throws `InvalidStorageReferenceError` and `InvalidBlockError`. Pure. */
export function toS3Settings(storageArguments: JsonObject, { credentials }: StorageOpenOptions): S3Settings {
  const { bucket, bucket_folder: folder = "" } = storageArguments;
  if (typeof bucket !== "string" || bucket.trim() === "") {
    const reason = bucket === undefined ? "is missing" : "must be the name of a bucket";
    throw new InvalidStorageReferenceError({ module, argument: "bucket", reason });
  }
  if (typeof folder !== "string") {
    throw new InvalidStorageReferenceError({ module, argument: "bucket_folder", reason: "must be a text" });
  }
  return { bucket, folder: folder.replace(/^\/+|\/+$/g, ""), access: toAwsAccess(credentials) };
}
