import type { Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";
import type * as Variables from "./variables.ts";

export function addVariableCommands(program: Command, context: ContextSource): void {
  const load = (): Promise<typeof Variables> => import("./variables.ts");
  const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];
  const variable = program.command("variable").alias("variables").description("Manage variables.");
  variable
    .command("ls")
    .description("List variables.")
    .option("--limit <count>", "The maximum number of variables to return.", nonNegativeIntegerArgument, 100)
    .addOption(outputOption())
    .action(async (options) => (await load()).listVariables(context(), options));
  variable
    .command("inspect")
    .description("View details about a variable.")
    .argument("<name>", "The name of the variable to inspect.")
    .addOption(outputOption())
    .action(async (name: string, options) => (await load()).inspectVariable(context(), name, options));
  variable
    .command("get")
    .description("Get a variable's value.")
    .argument("<name>", "The name of the variable to get.")
    .action(async (name: string) => (await load()).getVariable(context(), name));
  variable
    .command("set")
    .description("Create a new variable or, with --overwrite, replace an existing one.")
    .argument("<name>", "The name of the variable to set.")
    .argument("<value>", "The value: JSON, or any other text as it is.")
    .option("--overwrite", "Overwrite the variable if it already exists.")
    .option("--tag <tag>", "Tag of the variable. Repeat for several.", collect)
    .action(async (name: string, value: string, options) =>
      (await load()).setVariable(context(), name, value, options),
    );
  variable
    .command("unset")
    .alias("delete")
    .description("Unset a variable.")
    .argument("<name>", "The name of the variable to unset.")
    .option("-y, --yes", "Skip confirmation")
    .action(async (name: string, options) => (await load()).unsetVariable(context(), name, options));
}
