import { join } from "node:path";
import type { DecoratorOptions, InfrastructureDecorator } from "../../contracts/bound-flow.ts";
import type { InfrastructureType } from "../../contracts/infrastructure-type.ts";
import { corePackageRoot } from "../../settings/core-package.ts";
import { thisPlatform } from "../../settings/this-platform.ts";
import { prefectHome } from "../../settings/load-settings.ts";
import { defineInfrastructure } from "../define-infrastructure.ts";
import { parseProcessConfiguration, processOptionNames, toProcessJobVariables } from "./process-configuration.ts";
import type { LocalProcessOptions, ProcessConfiguration } from "./process-configuration.ts";
import { processJobTemplate } from "./process-job-template.ts";

/** Processes on this machine, as Prefect's `process` work pools have them. */
export const processInfrastructure: InfrastructureType<LocalProcessOptions, ProcessConfiguration> = {
  specificationVersion: "v1",
  type: "process",
  displayName: "Process",
  description:
    "Execute flow runs as subprocesses on a worker. Works well for local execution when first getting started.",
  baseJobTemplate: processJobTemplate,
  defaultWorkPool: "local-process",
  defaultStorage() {
    const directory = { module: "prefect_core.bundles", arguments: { basepath: join(prefectHome(), "storage") } };
    return { submitter: directory, runner: directory };
  },
  optionNames: processOptionNames,
  toJobVariables: toProcessJobVariables,
  parseConfiguration: parseProcessConfiguration,
  runnerCommand: () => ({ prefix: [process.execPath, join(corePackageRoot(), "dist", "runner.mjs")], isLocal: true }),
  containerPlatform: async () => thisPlatform(),
  createLauncher: async () => (await import("./process-launcher.ts")).createProcessLauncher(),
};

/** Binds a flow to a process of its own on this machine, for laptops and tests. */
export const localProcess: (
  options?: DecoratorOptions<LocalProcessOptions>,
) => InfrastructureDecorator<LocalProcessOptions> = defineInfrastructure(processInfrastructure);
