import type { BlockType, InfrastructureType, StorageType } from "prefect-core/provider";
import { awsCredentialsType } from "./blocks/aws-credentials-type.ts";
import { minioCredentialsType } from "./blocks/minio-credentials-type.ts";
import { s3BucketType } from "./blocks/s3-bucket-type.ts";
import { ecsInfrastructure } from "./ecs/ecs.ts";
import type { EcsConfiguration } from "./ecs/ecs-configuration.ts";
import type { EcsOptions } from "./ecs/ecs-options.ts";
import { s3StorageType } from "./s3/s3-storage-type.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [InfrastructureType<EcsOptions, EcsConfiguration>] = [ecsInfrastructure];

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [s3StorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [awsCredentialsType, minioCredentialsType, s3BucketType];
