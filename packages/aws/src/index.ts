export {
  AwsCredentials,
  MinIOCredentials,
  S3Bucket,
  type AwsClientParameters,
  type AwsCredentialsData,
  type MinIOCredentialsData,
  type S3BucketData,
} from "./blocks/aws-blocks.ts";
export { ecs } from "./ecs/ecs.ts";
export type { CapacityProvider, EcsOptions, LaunchType } from "./ecs/ecs-options.ts";
export type { JsonPatchOperation, RequestPatch } from "prefect-core/provider";
export type { EcsPatch } from "./ecs/patch-request.ts";
export { AwsRegionMissingError } from "./ecs/errors/aws-region-missing-error.ts";
export { ClusterNotFoundError } from "./ecs/errors/cluster-not-found-error.ts";
export { EcsAccessError } from "./ecs/errors/ecs-access-error.ts";
export { EcsApiError } from "./ecs/errors/ecs-api-error.ts";
export { EcsThrottledError } from "./ecs/errors/ecs-throttled-error.ts";
export { EcsUnreachableError } from "./ecs/errors/ecs-unreachable-error.ts";
export { VpcNotFoundError } from "./ecs/errors/vpc-not-found-error.ts";
