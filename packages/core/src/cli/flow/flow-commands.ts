import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addFlowCommands(program: Command, context: ContextSource): void {
  const flow = program.command("flow").alias("flows").description("Interact with flows.");
  flow
    .command("plan")
    .description("Show what a call of a flow on infrastructure would create, and create nothing.")
    .argument("<flow>", "The file that exports the flow, and the export's name: train.ts#train")
    .argument("[arguments...]", "The call's arguments as JSON; what is no JSON is text")
    .addOption(outputOption())
    .action(async (flowReference: string, words: readonly string[], options) =>
      (await import("./plan-call.ts")).planCall(context(), flowReference, words, options),
    );
}
