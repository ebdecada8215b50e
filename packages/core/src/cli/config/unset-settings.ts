import { CommandError } from "../../errors/command-error.ts";
import { findProfile, withProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import { findSettingDefinition, settingNames } from "../../settings/setting-definitions.ts";
import { writeProfiles } from "../../settings/write-profiles.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";

/** `prefect config unset VAR...`: a setting goes under each of its names, and one that is not known here too. */
export async function unsetSettings(
  context: CliContext,
  names: readonly string[],
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const { profilesPath, profiles, name: profile } = resolveActiveProfile(context.settingsContext);
  const settings = findProfile(profiles, profile) ?? {};
  const distinct = [...new Set(names)];
  for (const name of distinct) {
    const isSet = writtenNames(name).some((written) => settings[written] !== undefined);
    if (isSet) continue;
    if (findSettingDefinition(name) === undefined) {
      throw new CommandError({ problem: `Unknown setting name ${quote(name)}.` });
    }
    throw new CommandError({ problem: `${quote(name)} is not set in profile ${quote(profile)}.` });
  }
  await confirm(context, {
    question: `Are you sure you want to unset the following setting(s): ${distinct.map(quote).join(", ")}?`,
    aborted: "Unset aborted.",
    yes,
  });
  const removed = new Set(distinct.flatMap(writtenNames));
  const kept = Object.entries(settings).filter(([name]) => !removed.has(name));
  writeProfiles(profilesPath, withProfile(profiles, profile, Object.fromEntries(kept)));
  for (const name of distinct) {
    context.print(`Unset ${quote(name)}.`);
    if (context.environment.env[name] !== undefined) {
      const warning = `${quote(name)} is also set by an environment variable. Use \`unset ${name}\` to clear it.`;
      context.printNotice(warning);
    }
  }
  context.print(context.paint("green", `Updated profile ${quote(profile)}.`));
}

function writtenNames(name: string): readonly string[] {
  const definition = findSettingDefinition(name);
  return definition === undefined ? [name] : settingNames(definition);
}
