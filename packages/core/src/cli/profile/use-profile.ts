import { CommandError } from "../../errors/command-error.ts";
import { ProfileNotFoundError } from "../../errors/profile-not-found-error.ts";
import { findProfile } from "../../settings/profiles.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import { writeProfiles } from "../../settings/write-profiles.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";

/** How long the server has to answer, in seconds: this only tells the reader whether the profile works. */
const connectionTimeoutSeconds = 3;

/** `prefect profile use NAME`: the profile is switched to before its server is tried, so that a server may be down. */
export async function useProfile(context: CliContext, name: string): Promise<void> {
  const { profilesPath, profiles } = resolveActiveProfile(context.settingsContext);
  if (findProfile(profiles, name) === undefined) throw new ProfileNotFoundError({ profile: name, profilesPath });
  writeProfiles(profilesPath, { ...profiles, active: name });
  if (context.environment.env["PREFECT_PROFILE"] !== undefined) {
    context.printNotice("PREFECT_PROFILE is set and wins over this choice. Run `unset PREFECT_PROFILE` to clear it.");
  }
  const settings = loadSettings({ ...context.settingsContext, profile: name });
  if (settings.apiUrl === null) {
    const message = `No Prefect server specified using profile ${quote(name)} - the API runs embedded in each process.`;
    context.print(context.paint("green", message));
    return;
  }
  const server = settings.apiUrl.startsWith(settings.cloudApiUrl) ? "Prefect Cloud" : "Prefect server";
  try {
    const { openControlPlane } = await import("../../control-plane/open-control-plane.ts");
    const client = await openControlPlane({
      ...settings,
      clientMaxRetries: 0,
      requestTimeoutSeconds: connectionTimeoutSeconds,
    });
    await client.readServerVersion();
  } catch (cause) {
    throw new CommandError({
      problem: `Error connecting to ${server} using profile ${quote(name)}: ${(cause as Error).message}`,
      mend: `The profile is active. Start the server at ${settings.apiUrl}, or correct PREFECT_API_URL in the profile.`,
      cause,
    });
  }
  context.print(context.paint("green", `Connected to ${server} using profile ${quote(name)}`));
}
