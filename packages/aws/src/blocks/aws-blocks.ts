import { type Block, type BlockClass, defineBlock, type JsonObject } from "prefect-core/provider";
import { awsCredentialsType } from "./aws-credentials-type.ts";
import { minioCredentialsType } from "./minio-credentials-type.ts";
import { s3BucketType } from "./s3-bucket-type.ts";

/** How clients reach AWS, or a server in its place. */
export interface AwsClientParameters {
  /** Not heeded here: the SDK speaks one version of each API. */
  readonly api_version?: string | null;
  /** Default: true. */
  readonly use_ssl?: boolean;
  /** Whether certificates are verified. Default: true. */
  readonly verify?: boolean | string | null;
  /** A file of the certificates to verify with. */
  readonly verify_cert_path?: string | null;
  /** A server in place of AWS: MinIO, R2, an emulator. */
  readonly endpoint_url?: string | null;
  /**
   * Botocore's. Heeded are `region_name`, `connect_timeout` and `read_timeout` in seconds, and
   * `s3: { addressing_style: "auto" | "path" | "virtual" }`.
   */
  readonly config?: JsonObject | null;
}

/** Fields of `aws-credentials`. All of them are optional: what is not given, the default chain finds. */
export interface AwsCredentialsData {
  readonly aws_access_key_id?: string | null;
  /** Secret. */
  readonly aws_secret_access_key?: string | null;
  /** Secret. Only with temporary keys. */
  readonly aws_session_token?: string | null;
  /** A profile of the shared configuration files, where there are such: not in a container. */
  readonly profile_name?: string | null;
  readonly region_name?: string | null;
  readonly aws_client_parameters?: AwsClientParameters;
  /** A role that is assumed with the credentials that the rest gives. */
  readonly assume_role_arn?: string | null;
  /** Further parameters of that call: `RoleSessionName`, `DurationSeconds`, `ExternalId`, ... */
  readonly assume_role_kwargs?: JsonObject;
}

/** Fields of `minio-credentials`. The server is `aws_client_parameters.endpoint_url`. */
export interface MinIOCredentialsData {
  readonly minio_root_user: string;
  /** Secret. */
  readonly minio_root_password: string;
  readonly region_name?: string | null;
  readonly aws_client_parameters?: AwsClientParameters;
}

/** Fields of `s3-bucket`. */
export interface S3BucketData {
  readonly bucket_name: string;
  /** Saved before. Default: the default chain. */
  readonly credentials?: Block<AwsCredentialsData> | Block<MinIOCredentialsData> | AwsCredentialsData;
  /** What keys are put below. Default: the bucket itself. */
  readonly bucket_folder?: string;
}

/** Prefect's block for access to AWS: `await new AwsCredentials({ ... }).save("my-creds")`. */
export const AwsCredentials: BlockClass<AwsCredentialsData> = defineBlock<AwsCredentialsData>(awsCredentialsType);

/** Prefect's block for access to MinIO. */
export const MinIOCredentials: BlockClass<MinIOCredentialsData> =
  defineBlock<MinIOCredentialsData>(minioCredentialsType);

/** Prefect's block for a bucket: a flow's `resultStorage`, or a pool's. */
export const S3Bucket: BlockClass<S3BucketData> = defineBlock<S3BucketData>(s3BucketType);
