import type { Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addFlowRunCommands(program: Command, context: ContextSource): void {
  const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];
  const flowRun = program.command("flow-run").alias("flow-runs").description("Interact with flow runs.");
  flowRun
    .command("ls")
    .description("View recent flow runs or flow runs for specific flows.")
    .option("--flow-name <name>", "Name of the flow. Repeat for several.", collect)
    .option("--limit <count>", "Maximum number of flow runs to list", nonNegativeIntegerArgument, 15)
    .option("--state <name>", "Name of the flow run's state. Repeat for several.", collect)
    .option("--state-type <type>", "Type of the flow run's state. Repeat for several.", collect)
    .addOption(outputOption())
    .action(async (options) => (await import("./list-flow-runs.ts")).listFlowRuns(context(), options));
  flowRun
    .command("inspect")
    .description("View details about a flow run.")
    .argument("<id>", "The flow run's id")
    .addOption(outputOption())
    .action(async (id: string, options) =>
      (await import("./inspect-flow-run.ts")).inspectFlowRun(context(), id, options),
    );
  flowRun
    .command("logs")
    .description("View logs for a flow run.")
    .argument("<id>", "The flow run's id")
    .option("-h, --head", "Show the first 20 logs instead of all logs.")
    .option("-t, --tail", "Show the last 20 logs instead of all logs.")
    .option("-n, --num-logs <count>", "Number of logs to show instead of 20, or of all.", nonNegativeIntegerArgument)
    .option("-r, --reverse", "Print the most recent logs first")
    .option("-f, --follow", "Go on with new logs until the flow run has ended. With json: one object per line.")
    .addOption(outputOption())
    .action(async (id: string, options) => (await import("./show-logs.ts")).showLogs(context(), id, options));
  flowRun
    .command("watch")
    .description("Watch a flow run until it reaches a terminal state.")
    .argument("<id>", "The flow run's id")
    .option("--timeout <seconds>", "Stop watching after so many seconds; the run goes on.", nonNegativeIntegerArgument)
    .action(async (id: string, options) => (await import("./watch-flow-run.ts")).watchFlowRun(context(), id, options));
  flowRun
    .command("cancel")
    .description("Cancel a flow run by ID.")
    .argument("<id>", "The flow run's id")
    .action(async (id: string) => (await import("./cancel-flow-run.ts")).cancelFlowRun(context(), id));
  flowRun
    .command("pause")
    .description("Pause a running flow run: it calls no other flow until it is resumed.")
    .argument("<id>", "The flow run's id")
    .option("--timeout <seconds>", "It fails if it was not resumed by then", nonNegativeIntegerArgument, 3600)
    .action(async (id: string, options) => (await import("./pause-flow-run.ts")).pauseFlowRun(context(), id, options));
  flowRun
    .command("resume")
    .description("Resume a paused flow run.")
    .argument("<id>", "The flow run's id")
    .action(async (id: string) => (await import("./pause-flow-run.ts")).resumeFlowRun(context(), id));
  flowRun
    .command("retry")
    .description("Retry an ended flow run that was left to a work pool's workers.")
    .argument("<id>", "The flow run's id")
    .action(async (id: string) => (await import("./retry-flow-run.ts")).retryFlowRun(context(), id));
  flowRun
    .command("delete")
    .description("Delete a flow run by ID.")
    .argument("<id>", "The flow run's id")
    .option("-y, --yes", "Skip confirmation")
    .action(async (id: string, options) =>
      (await import("./delete-flow-run.ts")).deleteFlowRun(context(), id, options),
    );
}
