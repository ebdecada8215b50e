import { type Block, type BlockClass, defineBlock, type JsonObject } from "prefect-core/provider";
import { gcpCredentialsType } from "./gcp-credentials-type.ts";
import { gcsBucketType } from "./gcs-bucket-type.ts";

/** Fields of `gcp-credentials`. All of them are optional: without a key, Application Default Credentials are used. */
export interface GcpCredentialsData {
  /** The path of a service account's key, on the machine that uses it: not in a container. */
  readonly service_account_file?: string | null;
  /** Secret. What is in such a file; not together with `service_account_file`. */
  readonly service_account_info?: JsonObject | null;
  /** The project that requests are counted and billed for. Default: the key's, else the environment's. */
  readonly project?: string | null;
}

/** Fields of `gcs-bucket`. */
export interface GcsBucketData {
  readonly bucket: string;
  /** Saved before. Default: Application Default Credentials. */
  readonly gcp_credentials?: Block<GcpCredentialsData> | GcpCredentialsData;
  /** What keys are put below. Default: the bucket itself. */
  readonly bucket_folder?: string;
  /**
   * A regional or private endpoint, or an emulator. A field of this edition: Prefect's Python integration keeps it and
   * asks Google's own. Default: `STORAGE_EMULATOR_HOST`, else Google's own.
   */
  readonly endpoint?: string;
}

/** Prefect's block for access to Google Cloud: `await new GcpCredentials({ ... }).save("my-creds")`. */
export const GcpCredentials: BlockClass<GcpCredentialsData> = defineBlock<GcpCredentialsData>(gcpCredentialsType);

/** Prefect's block for a bucket: a flow's `resultStorage`, or a pool's. */
export const GcsBucket: BlockClass<GcsBucketData> = defineBlock<GcsBucketData>(gcsBucketType);
