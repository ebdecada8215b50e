import { didYouMean } from "../../errors/closest-name.ts";
import { CommandError } from "../../errors/command-error.ts";
import { findProfile, withProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import { findSettingDefinition, settingDefinitions, settingNames } from "../../settings/setting-definitions.ts";
import { writeProfiles } from "../../settings/write-profiles.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { toShownValue } from "./secret-values.ts";

/** `prefect config set VAR=VAL...`. Nothing is written unless every setting can be. */
export function setSettings(context: CliContext, assignments: readonly string[]): void {
  const settings = new Map(assignments.map((assignment) => parseAssignment(context, assignment)));
  const profile = updateActiveProfile(context, Object.fromEntries(settings));
  for (const [name, value] of settings) {
    context.print(`Set ${quote(name)} to ${quote(toShownValue(name, value, false))}.`);
    if (context.environment.env[name] !== undefined) {
      const warning = `${name} is also set by an environment variable which will override your config value. Run \`unset ${name}\` to clear it.`;
      context.printNotice(warning);
    }
  }
  context.print(context.paint("green", `Updated profile ${quote(profile)}.`));
}

/** Puts settings into the profile in use and gives its name. */
export function updateActiveProfile(context: CliContext, settings: Readonly<Record<string, string>>): string {
  const { profilesPath, profiles, name } = resolveActiveProfile(context.settingsContext);
  writeProfiles(profilesPath, withProfile(profiles, name, { ...findProfile(profiles, name), ...settings }));
  return name;
}

function parseAssignment({ settingsContext }: CliContext, assignment: string): [string, string] {
  const separator = assignment.indexOf("=");
  if (separator === -1) {
    throw new CommandError({ problem: `Failed to parse argument ${quote(assignment)}. Use the format 'VAR=VAL'.` });
  }
  const name = assignment.slice(0, separator);
  const value = assignment.slice(separator + 1);
  const definition = findSettingDefinition(name);
  if (definition === undefined) {
    const known = Object.values(settingDefinitions).flatMap((setting) => settingNames(setting));
    throw new CommandError({ problem: `Unknown setting name ${quote(name)}.${didYouMean(name, known)}` });
  }
  if (definition.outsideProfiles === true) {
    throw new CommandError({
      problem: `Setting ${quote(name)} cannot be changed with this command.`,
      mend: "Use an environment variable instead.",
    });
  }
  const isValid = value === "" || definition.kind.parse(value, { cwd: settingsContext.cwd, home: "" }) !== undefined;
  if (!isValid) {
    throw new CommandError({ problem: `Validation error for setting ${name}: it expects ${definition.kind.expects}.` });
  }
  return [name, value];
}
