import { CommandError } from "../../errors/command-error.ts";
import { ProfileNotFoundError } from "../../errors/profile-not-found-error.ts";
import { withoutProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import { writeProfiles } from "../../settings/write-profiles.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";

/** `prefect profile delete NAME`. */
export async function deleteProfile(
  context: CliContext,
  name: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const { profilesPath, profiles, name: active } = resolveActiveProfile(context.settingsContext);
  if (!Object.hasOwn(profiles.profiles, name)) throw new ProfileNotFoundError({ profile: name, profilesPath });
  if (active === name) {
    throw new CommandError({
      problem: `Profile ${quote(name)} is the active profile. You must switch profiles before it can be deleted.`,
    });
  }
  await confirm(context, {
    question: `Are you sure you want to delete profile with name ${quote(name)}?`,
    aborted: "Deletion aborted.",
    yes,
  });
  writeProfiles(profilesPath, withoutProfile(profiles, name));
  context.print(context.paint("green", `Removed profile ${quote(name)}.`));
}
