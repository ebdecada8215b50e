import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { ProfileNotFoundError } from "../../errors/profile-not-found-error.ts";
import { findProfile, withProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import { writeProfiles } from "../../settings/write-profiles.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";

/** `prefect profile create NAME [--from NAME]`. */
export function createProfile(context: CliContext, name: string, { from }: { readonly from?: string }): void {
  if (name.trim() === "") throw new CommandError({ problem: "A profile's name cannot be empty." });
  const { profilesPath, profiles } = resolveActiveProfile(context.settingsContext);
  if (Object.hasOwn(profiles.profiles, name)) {
    throw new CommandError({
      problem: `Profile ${quote(name)} already exists.`,
      mend: `To create a new profile, remove the existing profile first:\n\n    ${commandLine(`profile delete ${quote(name)}`)}`,
    });
  }
  const settings = from === undefined ? {} : findProfile(profiles, from);
  if (settings === undefined) throw new ProfileNotFoundError({ profile: from ?? "", profilesPath });
  writeProfiles(profilesPath, withProfile(profiles, name, settings));
  context.print(
    `
Created profile with properties:
    name - ${quote(name)}
    from name - ${from ?? "None"}

Use created profile for future, subsequent commands:
    ${commandLine(`profile use ${quote(name)}`)}

Use created profile temporarily for a single command:
    ${commandLine(`-p ${quote(name)} config view`)}
`,
  );
}
