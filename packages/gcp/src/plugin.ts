import type { BlockType, InfrastructureType, StorageType } from "prefect-core/provider";
import { gcpCredentialsType } from "./blocks/gcp-credentials-type.ts";
import { gcsBucketType } from "./blocks/gcs-bucket-type.ts";
import { cloudRunInfrastructure } from "./cloud-run/cloud-run.ts";
import type { CloudRunConfiguration } from "./cloud-run/cloud-run-configuration.ts";
import type { CloudRunOptions } from "./cloud-run/cloud-run-options.ts";
import { gcsStorageType } from "./gcs/gcs-storage-type.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [InfrastructureType<CloudRunOptions, CloudRunConfiguration>] = [
  cloudRunInfrastructure,
];

/** What `work-pool storage configure` offers. */
export const storageTypes: readonly StorageType[] = [gcsStorageType];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [gcpCredentialsType, gcsBucketType];
