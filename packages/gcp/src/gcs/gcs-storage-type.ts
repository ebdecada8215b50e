import { InvalidBlockError, type JsonObject, type StorageType } from "prefect-core/provider";
import { credentialsArgument, gcsStorageModule } from "./gcs-storage-module.ts";

/** `work-pool storage configure gcs`, and blocks of type `gcs-bucket`. */
export const gcsStorageType: StorageType = {
  ...gcsStorageModule,
  name: "gcs",
  displayName: "GCS",
  options: [
    {
      argument: "bucket",
      description: "The name of the GCS bucket to use.",
      question: "Enter the name of the GCS bucket to use:",
      isRequired: true,
    },
    {
      argument: "endpoint",
      description:
        "Where Cloud Storage answers: a regional or private endpoint, or an emulator. Default: Google's own.",
      isRequired: false,
    },
  ],
  credentialsOption: {
    argument: credentialsArgument,
    description: "The name of the GCP credentials block to use. Default: Application Default Credentials.",
    question: "Enter the name of the GCP credentials block to use (press Enter to use default credentials):",
    isRequired: false,
    blockDisplayName: "GCS",
  },
  requires: "prefect-gcp",
  resultBlock: {
    blockTypeSlug: "gcs-bucket",
    credentialsField: "gcp_credentials",
    toData: ({ bucket = null, endpoint }, credentials) => ({
      bucket,
      bucket_folder: "results",
      gcp_credentials: credentials,
      // A field of ours: without it, results would go to Google's own endpoint.
      ...(endpoint === undefined ? {} : { endpoint }),
    }),
    toArguments,
  },
  runnerModule: new URL("./storage-module.mjs", import.meta.url),
};

function toArguments({ bucket = null, bucket_folder, endpoint }: JsonObject, block: string): JsonObject {
  if (typeof bucket !== "string" || bucket.trim() === "") {
    throw new InvalidBlockError({ block, field: "bucket", reason: "must be the name of a bucket" });
  }
  const optional = Object.entries({ bucket_folder, endpoint }).filter(([, value]) => (value ?? "") !== "");
  const wrong = optional.find(([, value]) => typeof value !== "string");
  if (wrong !== undefined) throw new InvalidBlockError({ block, field: wrong[0], reason: "must be a text" });
  return { bucket, ...(Object.fromEntries(optional) as JsonObject) };
}
