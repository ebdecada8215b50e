export {
  AwsCredentials,
  MinIOCredentials,
  S3Bucket,
  type AwsClientParameters,
  type AwsCredentialsData,
  type MinIOCredentialsData,
  type S3BucketData,
} from "./blocks/aws-blocks.ts";
