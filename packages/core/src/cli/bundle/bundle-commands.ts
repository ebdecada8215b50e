import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addBundleCommands(program: Command, context: ContextSource): void {
  const bundle = program.command("bundle").description("Look into the code that a flow sends along.");
  bundle
    .command("explain")
    .description("Show what of a flow's code travels, and what stays behind; nothing is sent or created.")
    .argument("<flow>", "The file that exports the flow, and the export's name: train.ts#train")
    .addOption(outputOption())
    .action(async (flowReference: string, options) =>
      (await import("./explain-bundle.ts")).explainBundle(context(), flowReference, options),
    );
}
