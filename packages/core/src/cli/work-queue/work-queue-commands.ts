import { Option, type Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";
import type * as Changes from "./change-work-queue.ts";
import type * as Views from "./show-work-queues.ts";

const poolOption = (): Option => new Option("-p, --pool <pool>", "The work pool of the queue.").makeOptionMandatory();

export function addWorkQueueCommands(program: Command, context: ContextSource): void {
  const workQueue = program.command("work-queue").alias("work-queues").description("Manage work queues.");
  addChanges(workQueue, context);
  addViews(workQueue, context);
}

function addChanges(workQueue: Command, context: ContextSource): void {
  const load = (): Promise<typeof Changes> => import("./change-work-queue.ts");
  workQueue
    .command("create")
    .description("Create a work queue.")
    .argument("<name>", "The name of the work queue.")
    .addOption(poolOption())
    .option("-l, --limit <limit>", "The concurrency limit to set on the queue.", nonNegativeIntegerArgument)
    .option(
      "-q, --priority <priority>",
      "The associated priority, from 1; lower ones first.",
      nonNegativeIntegerArgument,
    )
    .action(async (name: string, options) => (await load()).createWorkQueue(context(), name, options));
  workQueue
    .command("set-concurrency-limit")
    .description("Set a concurrency limit on a work queue.")
    .argument("<name>", "The name of the work queue.")
    .argument("<limit>", "The concurrency limit to set on the queue.", nonNegativeIntegerArgument)
    .addOption(poolOption())
    .action(async (name: string, limit: number, options) =>
      (await load()).setQueueLimit(context(), name, limit, options),
    );
  workQueue
    .command("clear-concurrency-limit")
    .description("Clear any concurrency limits from a work queue.")
    .argument("<name>", "The name of the work queue.")
    .addOption(poolOption())
    .action(async (name: string, options) => (await load()).clearQueueLimit(context(), name, options));
  workQueue
    .command("pause")
    .description("Pause a work queue.")
    .argument("<name>", "The name of the work queue to pause.")
    .addOption(poolOption())
    .action(async (name: string, options) => (await load()).pauseQueue(context(), name, options));
  workQueue
    .command("resume")
    .description("Resume a paused work queue.")
    .argument("<name>", "The name of the work queue to resume.")
    .addOption(poolOption())
    .action(async (name: string, options) => (await load()).resumeQueue(context(), name, options));
  workQueue
    .command("delete")
    .description("Delete a work queue by name.")
    .argument("<name>", "The name of the work queue to delete.")
    .addOption(poolOption())
    .option("-y, --yes", "Skip confirmation")
    .action(async (name: string, options) => (await load()).deleteWorkQueue(context(), name, options));
}

function addViews(workQueue: Command, context: ContextSource): void {
  const load = (): Promise<typeof Views> => import("./show-work-queues.ts");
  workQueue
    .command("ls")
    .description("View all work queues of a work pool.")
    .addOption(poolOption())
    .addOption(outputOption())
    .action(async (options) => (await load()).listWorkQueues(context(), options));
  workQueue
    .command("inspect")
    .description("Inspect a work queue by name.")
    .argument("<name>", "The name of the work queue to inspect.")
    .addOption(poolOption())
    .addOption(outputOption())
    .action(async (name: string, options) => (await load()).inspectWorkQueue(context(), name, options));
}
