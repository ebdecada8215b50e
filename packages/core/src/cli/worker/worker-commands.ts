import { Option, type Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import type { ContextSource } from "../program.ts";
import { installPolicies } from "./install-policy.ts";

export function addWorkerCommands(program: Command, context: ContextSource): void {
  const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];
  const worker = program.command("worker").alias("workers").description("Start and interact with workers.");
  worker
    .command("start")
    .description("Start a worker process to poll a work pool for flow runs.")
    .option("-n, --name <name>", "The name to give to the started worker. Default: a unique one.")
    .option("-p, --pool <pool>", "The work pool the started worker should poll.")
    .option(
      "-q, --work-queue <queue>",
      "A work queue to pull from. Repeat for several. Default: all of the pool's.",
      collect,
    )
    .option("-t, --type <type>", "The type of worker to start. Default: the work pool's.")
    .option(
      "--prefetch-seconds <seconds>",
      "How far ahead to look for scheduled flow runs.",
      nonNegativeIntegerArgument,
    )
    .option("--run-once", "Run the flow runs that wait now, then exit.")
    .option("-l, --limit <count>", "Maximum number of flow runs to execute concurrently.", nonNegativeIntegerArgument)
    .option("--with-healthcheck", "Start a healthcheck server for the worker.")
    .addOption(
      new Option(
        "--install-policy <policy>",
        "Whether to install the package of the work pool's type: always, if-not-present, never or prompt.",
      )
        .choices(installPolicies)
        .default("prompt"),
    )
    .option("--base-job-template <path>", "A JSON file with the base job template of a work pool that is created.")
    .option("--no-create-pool-if-not-found", "Fail where the work pool does not exist, even with --type.")
    .action(async (options) => (await import("./start-worker.ts")).startWorker(context(), options));
}
