/** What this package is inside a bundle, where `prefect-core` is the engine: its blocks, and nothing that loads an SDK. */
export { AwsCredentials, MinIOCredentials, S3Bucket } from "./blocks/aws-blocks.ts";
