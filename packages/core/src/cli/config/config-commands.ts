import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addConfigCommands(program: Command, context: ContextSource): void {
  const config = program.command("config").description("View and set Prefect settings.");
  config
    .command("set")
    .description("Change the value for a setting by setting the value in the current profile.")
    .argument("<settings...>", "Settings in VAR=VAL format")
    .action(async (settings: string[]) => (await import("./set-settings.ts")).setSettings(context(), settings));
  config
    .command("unset")
    .description("Restore the default value for a setting. Removes the setting from the current profile.")
    .argument("<setting-names...>", "Setting names to unset")
    .option("-y, --yes", "Skip confirmation")
    .action(async (names: string[], options) =>
      (await import("./unset-settings.ts")).unsetSettings(context(), names, options),
    );
  config
    .command("view")
    .description("Display the current settings.")
    .option("--show-defaults", "Show default values")
    .option("--hide-defaults", "Hide default values (default)")
    .option("--show-sources", "Show value sources (default)")
    .option("--hide-sources", "Hide value sources")
    .option("--show-secrets", "Show secret values")
    .option("--hide-secrets", "Hide secret values (default)")
    .addOption(outputOption())
    .action(async (options) => (await import("./view-settings.ts")).viewSettings(context(), options));
}
