import { createDetachedDecorator, type DetachedDecorator } from "prefect-core/provider";

/** What this package is inside a bundle, where `prefect-core` is the engine: its decorators, which launch nothing there, its blocks and errors, and no SDK. */
export { AwsCredentials, MinIOCredentials, S3Bucket } from "./blocks/aws-blocks.ts";
export { AwsRegionMissingError } from "./ecs/errors/aws-region-missing-error.ts";
export { ClusterNotFoundError } from "./ecs/errors/cluster-not-found-error.ts";
export { EcsAccessError } from "./ecs/errors/ecs-access-error.ts";
export { EcsApiError } from "./ecs/errors/ecs-api-error.ts";
export { EcsThrottledError } from "./ecs/errors/ecs-throttled-error.ts";
export { EcsUnreachableError } from "./ecs/errors/ecs-unreachable-error.ts";
export { VpcNotFoundError } from "./ecs/errors/vpc-not-found-error.ts";

export const ecs: DetachedDecorator = createDetachedDecorator("ecs");
