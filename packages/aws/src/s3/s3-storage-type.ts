import { InvalidBlockError, type JsonObject, type StorageType } from "prefect-core/provider";
import { credentialsArgument, s3StorageModule } from "./s3-storage-module.ts";

/** `work-pool storage configure s3`, and blocks of type `s3-bucket`. */
export const s3StorageType: StorageType = {
  ...s3StorageModule,
  name: "s3",
  displayName: "S3",
  options: [
    {
      argument: "bucket",
      description: "The name of the S3 bucket to use.",
      question: "Enter the name of the S3 bucket to use:",
      isRequired: true,
    },
  ],
  credentialsOption: {
    argument: credentialsArgument,
    description: "The name of the AWS credentials block to use. Default: the default chain of credentials.",
    question: "Enter the name of the AWS credentials block to use (press Enter to use default credentials):",
    isRequired: false,
    blockDisplayName: "AWS",
  },
  requires: "prefect-aws",
  resultBlock: {
    blockTypeSlug: "s3-bucket",
    credentialsField: "credentials",
    toData: ({ bucket = null }, credentials) => ({ bucket_name: bucket, bucket_folder: "results", credentials }),
    toArguments,
  },
  runnerModule: new URL("./storage-module.mjs", import.meta.url),
};

function toArguments(
  { bucket_name: bucket = null, bucket_folder: folder = null }: JsonObject,
  block: string,
): JsonObject {
  if (typeof bucket !== "string" || bucket.trim() === "") {
    throw new InvalidBlockError({ block, field: "bucket_name", reason: "must be the name of a bucket" });
  }
  if (folder !== null && typeof folder !== "string") {
    throw new InvalidBlockError({ block, field: "bucket_folder", reason: "must be a text" });
  }
  return folder === null || folder === "" ? { bucket } : { bucket, bucket_folder: folder };
}
