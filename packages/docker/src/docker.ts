import { join } from "node:path";
import type { DecoratorOptions, InfrastructureDecorator, InfrastructureType } from "prefect-core/provider";
import { defineInfrastructure, prefectHome, resolveRunnerImage } from "prefect-core/provider";
import { deliveryRoot } from "./delivery-root.ts";
import { parseDockerConfiguration } from "./docker-configuration.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import { dockerJobTemplate } from "./docker-job-template.ts";
import { dockerOptionNames, toDockerJobVariables } from "./docker-options.ts";
import type { DockerOptions } from "./docker-options.ts";
import { assumedEngineFacts } from "./engine-facts.ts";
import { toContainerCreate } from "./to-container-create.ts";

/** Containers of a Docker engine, as Prefect's `docker` work pools have them. */
export const dockerInfrastructure: InfrastructureType<DockerOptions, DockerConfiguration> = {
  specificationVersion: "v1",
  type: "docker",
  displayName: "Docker",
  description: "Execute flow runs within Docker containers. Works well for managing flow execution environments.",
  baseJobTemplate: dockerJobTemplate,
  defaultWorkPool: "docker",
  optionNames: dockerOptionNames,
  accumulatingVariables: ["volumes", "container_create_kwargs"],
  defaultStorage() {
    const delivered = `${deliveryRoot}/storage`;
    return {
      submitter: { module: "prefect_core.bundles", arguments: { basepath: join(prefectHome(), "storage") } },
      runner: { module: "prefect_core.bundles", arguments: { basepath: delivered } },
      deliveryDirectory: delivered,
    };
  },
  toJobVariables: toDockerJobVariables,
  parseConfiguration: parseDockerConfiguration,
  runnerCommand: () => ({ prefix: ["node", `${deliveryRoot}/runner.mjs`], isDelivered: true }),
  containerPlatform: async (configuration) =>
    (await import("./image-platform.ts")).readContainerPlatform(configuration),
  createLauncher: async () => (await import("./docker-launcher.ts")).createDockerLauncher(),
  toResource(request) {
    const { image } = resolveRunnerImage(request.configuration.image);
    const engine = assumedEngineFacts(process.env["DOCKER_HOST"] || "unix://");
    return toContainerCreate(request, { image, engine }).body;
  },
};

/** Binds a flow to a Docker container: `docker({ image: "node:24" })(flow(fn))`. */
export const docker: (options?: DecoratorOptions<DockerOptions>) => InfrastructureDecorator<DockerOptions> =
  defineInfrastructure(dockerInfrastructure);
