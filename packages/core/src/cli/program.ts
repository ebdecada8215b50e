import { Command } from "commander";
import type { StorageType } from "../contracts/storage-type.ts";
import { addBlockCommands } from "./block/block-commands.ts";
import { createCliContext, type CliContext } from "./cli-context.ts";
import { addBundleCommands } from "./bundle/bundle-commands.ts";
import type { CliEnvironment } from "./cli-environment.ts";
import { addConfigCommands } from "./config/config-commands.ts";
import { addFlowCommands } from "./flow/flow-commands.ts";
import { addFlowRunCommands } from "./flow-run/flow-run-commands.ts";
import { addGarbageCollectionCommand } from "./gc/gc-command.ts";
import { outputOption } from "./output/output-option.ts";
import { hasColors, paint } from "./output/paint.ts";
import { addProfileCommands } from "./profile/profile-commands.ts";
import { packageVersion } from "../settings/package-version.ts";
import { addServerCommands } from "./server/server-commands.ts";
import { addWorkPoolCommands } from "./work-pool/work-pool-commands.ts";
import { addVariableCommands } from "./variable/variable-commands.ts";
import { addWorkQueueCommands } from "./work-queue/work-queue-commands.ts";
import { addWorkerCommands } from "./worker/worker-commands.ts";

/** Makes the context of the command that runs; its options are known only once the command line is parsed. */
export type ContextSource = () => CliContext;

/** The tree of commands. What a command does is loaded when it runs, so that starting costs little. */
export function createProgram(environment: CliEnvironment, storageTypes: readonly StorageType[]): Command {
  const { stdout, stderr, env } = environment;
  const program = new Command("prefect")
    .description("Prefect CLI for workflow orchestration.")
    .helpOption("--help", "Display this message and exit.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(hasColors(stderr, env) ? paint("red", text) : text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
    })
    .version(packageVersion(), "--version", "Print the version and exit. Also -v before a command.")
    .option("--profile <name>", "Select a profile for this CLI run. Also -p before a command.")
    .option("--prompt", "Ask questions, whether or not this is a terminal.")
    .option("--no-prompt", "Ask no questions.");
  const context: ContextSource = () => createCliContext(environment, program.opts());
  addBlockCommands(program, context);
  addBundleCommands(program, context);
  addConfigCommands(program, context);
  addFlowCommands(program, context);
  addFlowRunCommands(program, context);
  addGarbageCollectionCommand(program, context);
  addProfileCommands(program, context);
  addServerCommands(program, context);
  addVariableCommands(program, context);
  addWorkPoolCommands(program, context, storageTypes);
  addWorkQueueCommands(program, context);
  addWorkerCommands(program, context);
  program
    .command("version")
    .description("Get the current Prefect version and integration information.")
    .option("--omit-integrations", "Omit integration information")
    .addOption(outputOption())
    .action(async (options) => (await import("./version/show-version.ts")).showVersion(context(), options));
  return program;
}
