import type { BlockType } from "prefect-core/provider";
import { gcpCredentialsModel, schemaRelease } from "./gcp-credentials-type.ts";

/** Prefect's block for a bucket, or a folder of one. */
export const gcsBucketType: BlockType = {
  specificationVersion: "v1",
  name: "GCS Bucket",
  slug: "gcs-bucket",
  description:
    "Block used to store data using GCP Cloud Storage Buckets.\n\nNote! `GcsBucket` in `prefect-gcp` is a unique block, separate from `GCS`\nin core Prefect. `GcsBucket` does not use `gcsfs` under the hood,\ninstead using the `google-cloud-storage` package, and offers more configuration\nand functionality.",
  documentationUrl: "https://docs.prefect.io/integrations/prefect-gcp",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/10424e311932e31c477ac2b9ef3d53cefbaad708-250x250.png",
  version: schemaRelease,
  furtherFields: ["endpoint"],
  capabilities: ["get-directory", "put-directory", "read-path", "write-path"],
  fields: {
    block_schema_references: {
      gcp_credentials: {
        block_schema_checksum: "sha256:5e8a10b87d7e7bbd4acc1d83b498e8577bb01dfd2b6b518e1400bdb41da97886",
        block_type_slug: "gcp-credentials",
      },
    },
    block_type_slug: "gcs-bucket",
    description:
      "Block used to store data using GCP Cloud Storage Buckets.\n\nNote! `GcsBucket` in `prefect-gcp` is a unique block, separate from `GCS`\nin core Prefect. `GcsBucket` does not use `gcsfs` under the hood,\ninstead using the `google-cloud-storage` package, and offers more configuration\nand functionality.",
    properties: {
      bucket: {
        description: "Name of the bucket.",
        title: "Bucket",
        type: "string",
        position: 0,
      },
      gcp_credentials: {
        $ref: "#/definitions/GcpCredentials",
        description: "The credentials to authenticate with GCP.",
        position: 1,
      },
      bucket_folder: {
        default: "",
        description: "A default path to a folder within the GCS bucket to use for reading and writing objects.",
        title: "Bucket Folder",
        type: "string",
        position: 2,
      },
    },
    required: ["bucket"],
    secret_fields: ["gcp_credentials.service_account_info.*"],
    title: "GcsBucket",
    type: "object",
    definitions: { GcpCredentials: gcpCredentialsModel },
  },
};
