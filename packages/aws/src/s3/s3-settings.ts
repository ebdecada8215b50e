import type { AwsAccess } from "../credentials/aws-access.ts";

/** Where objects are, and who asks for them. */
export interface S3Settings {
  readonly bucket: string;
  /** What every key is put below, without `/` at its ends; empty for the bucket itself. */
  readonly folder: string;
  readonly access: AwsAccess;
}
