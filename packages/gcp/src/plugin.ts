import type { BlockType, InfrastructureType, StorageType } from "prefect-core/provider";
import { gcpCredentialsType } from "./blocks/gcp-credentials-type.ts";
import { gcsBucketType } from "./blocks/gcs-bucket-type.ts";
import { cloudRunInfrastructure } from "./cloud-run/cloud-run.ts";
import type { CloudRunConfiguration } from "./cloud-run/cloud-run-configuration.ts";
import type { CloudRunOptions } from "./cloud-run/cloud-run-options.ts";
import { vertexAiInfrastructure } from "./vertex-ai/vertex-ai.ts";
import type { VertexAiConfiguration } from "./vertex-ai/vertex-ai-configuration.ts";
import type { VertexAiOptions } from "./vertex-ai/vertex-ai-options.ts";
import { gcsStorageType } from "./gcs/gcs-storage-type.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [
  InfrastructureType<CloudRunOptions, CloudRunConfiguration>,
  InfrastructureType<VertexAiOptions, VertexAiConfiguration>,
] = [cloudRunInfrastructure, vertexAiInfrastructure];

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [gcsStorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [gcpCredentialsType, gcsBucketType];
