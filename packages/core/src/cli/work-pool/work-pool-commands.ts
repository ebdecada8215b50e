import type { Command } from "commander";
import type { StorageType } from "../../contracts/storage-type.ts";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";
import { addStorageCommands } from "./storage-commands.ts";
import type * as Changes from "./update-work-pool.ts";

export function addWorkPoolCommands(
  program: Command,
  context: ContextSource,
  storageTypes: readonly StorageType[],
): void {
  const workPool = program.command("work-pool").alias("work-pools").description("Manage work pools.");
  workPool
    .command("create")
    .description("Create a new work pool or update an existing one.")
    .argument("<name>", "The name of the work pool.")
    .option("--base-job-template <path>", "A JSON file with the base job template. Default: the type's own template.")
    .option("--paused", "Create the work pool in a paused state.")
    .option("-t, --type <type>", "The type of work pool to create.")
    .option("--set-as-default", "Use the work pool as the local default for deployments.")
    .option("--overwrite", "Update an existing work pool of the same name and type.")
    .action(async (name: string, options) =>
      (await import("./create-work-pool.ts")).createWorkPool(context(), name, options),
    );
  workPool
    .command("ls")
    .description("List work pools.")
    .option("-v, --verbose", "Show additional information about work pools.")
    .addOption(outputOption())
    .action(async (options) => (await import("./list-work-pools.ts")).listWorkPools(context(), options));
  workPool
    .command("inspect")
    .description("Inspect a work pool.")
    .argument("<name>", "The name of the work pool to inspect.")
    .addOption(outputOption())
    .action(async (name: string, options) =>
      (await import("./inspect-work-pool.ts")).inspectWorkPool(context(), name, options),
    );
  workPool
    .command("preview")
    .description("Preview the work pool's scheduled work for all queues.")
    .argument("[name]", "The name of the work pool to preview. Default: the default work pool.")
    .option("-h, --hours <hours>", "The number of hours to look ahead", nonNegativeIntegerArgument, 1)
    .addOption(outputOption())
    .action(async (name: string | undefined, options) =>
      (await import("./preview-work-pool.ts")).previewWorkPool(context(), name, options),
    );
  workPool
    .command("slots")
    .description("Show the flow runs that occupy concurrency slots of a work pool.")
    .argument("<name>", "The name of the work pool.")
    .addOption(outputOption())
    .action(async (name: string, options) => (await import("./show-slots.ts")).showSlots(context(), name, options));
  workPool
    .command("check")
    .description("Check that runs of a work pool can be started from here.")
    .argument("<name>", "The name of the work pool to check.")
    .addOption(outputOption())
    .action(async (name: string, options) =>
      (await import("./check-work-pool.ts")).checkWorkPool(context(), name, options),
    );
  workPool
    .command("get-default-base-job-template")
    .description("Get the default base job template for a given work pool type.")
    .requiredOption("-t, --type <type>", "The type of work pool for which to get the default base job template.")
    .option("-f, --file <path>", "Write the output to a file.")
    .action(async (options) =>
      (await import("./default-base-job-template.ts")).showDefaultTemplate(context(), options),
    );
  addChanges(workPool, context);
  addStorageCommands(workPool, context, storageTypes);
}

function addChanges(workPool: Command, context: ContextSource): void {
  const load = (): Promise<typeof Changes> => import("./update-work-pool.ts");
  workPool
    .command("pause")
    .description("Pause a work pool.")
    .argument("<name>", "The name of the work pool to pause.")
    .action(async (name: string) => (await load()).pauseWorkPool(context(), name));
  workPool
    .command("resume")
    .description("Resume a work pool.")
    .argument("<name>", "The name of the work pool to resume.")
    .action(async (name: string) => (await load()).resumeWorkPool(context(), name));
  workPool
    .command("update")
    .description("Update a work pool.")
    .argument("<name>", "The name of the work pool to update.")
    .option("--base-job-template <path>", "A JSON file with the base job template.")
    .option("--concurrency-limit <limit>", "The concurrency limit for the work pool.", nonNegativeIntegerArgument)
    .option("--description <text>", "The description for the work pool.")
    .action(async (name: string, options) => (await load()).updateWorkPool(context(), name, options));
  workPool
    .command("set-concurrency-limit")
    .description("Set the concurrency limit for a work pool.")
    .argument("<name>", "The name of the work pool to update.")
    .argument("<concurrency-limit>", "The new concurrency limit for the work pool.", nonNegativeIntegerArgument)
    .action(async (name: string, limit: number) => (await load()).setConcurrencyLimit(context(), name, limit));
  workPool
    .command("clear-concurrency-limit")
    .description("Clear the concurrency limit for a work pool.")
    .argument("<name>", "The name of the work pool to update.")
    .action(async (name: string) => (await load()).clearConcurrencyLimit(context(), name));
  workPool
    .command("delete")
    .description("Delete a work pool.")
    .argument("<name>", "The name of the work pool to delete.")
    .option("-y, --yes", "Skip confirmation")
    .action(async (name: string, options) =>
      (await import("./delete-work-pool.ts")).deleteWorkPool(context(), name, options),
    );
}
