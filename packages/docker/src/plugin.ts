import type { BlockType, InfrastructureType } from "prefect-core/provider";
import { dockerInfrastructure } from "./docker.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import type { DockerOptions } from "./docker-options.ts";
import { registryCredentialsType } from "./registry-credentials-block.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [InfrastructureType<DockerOptions, DockerConfiguration>] = [
  dockerInfrastructure,
];

/** What `block register` registers. */
export const blockTypes: readonly BlockType[] = [registryCredentialsType];
