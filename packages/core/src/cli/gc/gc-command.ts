import type { Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addGarbageCollectionCommand(program: Command, context: ContextSource): void {
  const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];
  program
    .command("gc")
    .description("Remove what no flow run needs any more: orphaned infrastructure and expired bundles and results.")
    .option("--dry-run", "Only show what would be done.")
    .option("-p, --work-pool <name>", "Look through this work pool only. Repeat for several.", collect)
    .option(
      "--retention-days <count>",
      "Keep bundles, inputs, results and logs this long after a flow run's end; at least 2.",
      nonNegativeIntegerArgument,
      30,
    )
    .addOption(outputOption())
    .action(async (options) => (await import("./collect-garbage.ts")).collectGarbageOfPools(context(), options));
}
