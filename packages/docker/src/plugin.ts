import type { InfrastructureType } from "prefect-core/provider";
import { dockerInfrastructure } from "./docker.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import type { DockerOptions } from "./docker-options.ts";

/** What the command line and workers discover. */
export const infrastructureTypes: readonly [InfrastructureType<DockerOptions, DockerConfiguration>] = [
  dockerInfrastructure,
];
