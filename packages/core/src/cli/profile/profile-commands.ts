import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addProfileCommands(program: Command, context: ContextSource): void {
  const profile = program.command("profile").alias("profiles").description("Select and manage Prefect profiles.");
  profile
    .command("ls")
    .description("List profile names.")
    .addOption(outputOption())
    .action(async (options) => (await import("./list-profiles.ts")).listProfiles(context(), options));
  profile
    .command("create")
    .description("Create a new profile.")
    .argument("<name>", "Name of the profile")
    .option("--from <name>", "Copy an existing profile.")
    .action(async (name: string, options) =>
      (await import("./create-profile.ts")).createProfile(context(), name, options),
    );
  profile
    .command("use")
    .description("Set the given profile to active.")
    .argument("<name>", "Name of the profile")
    .action(async (name: string) => (await import("./use-profile.ts")).useProfile(context(), name));
  profile
    .command("inspect")
    .description("Display settings from a given profile; defaults to active.")
    .argument("[name]", "Name of profile to inspect; defaults to active.")
    .option("--show-secrets", "Show secret values")
    .addOption(outputOption())
    .action(async (name: string | undefined, options) =>
      (await import("./inspect-profile.ts")).inspectProfile(context(), name, options),
    );
  profile
    .command("delete")
    .description("Delete the given profile.")
    .argument("<name>", "Name of the profile")
    .option("-y, --yes", "Skip confirmation")
    .action(async (name: string, options) =>
      (await import("./delete-profile.ts")).deleteProfile(context(), name, options),
    );
}
