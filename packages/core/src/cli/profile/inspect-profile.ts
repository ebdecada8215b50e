import { ProfileNotFoundError } from "../../errors/profile-not-found-error.ts";
import { findProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import type { CliContext } from "../cli-context.ts";
import { toShownValue } from "../config/secret-values.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";

interface InspectOptions extends OutputOptions {
  readonly showSecrets?: boolean;
}

/** `prefect profile inspect [NAME]`; keys and passwords only with `--show-secrets`. */
export function inspectProfile(context: CliContext, name: string | undefined, options: InspectOptions): void {
  const active = resolveActiveProfile(context.settingsContext);
  const profile = name ?? active.name;
  if (name === undefined && options.output !== "json") {
    context.print(`No name provided, defaulting to ${quote(profile)}`);
  }
  const settings = findProfile(active.profiles, profile);
  if (settings === undefined) throw new ProfileNotFoundError({ profile, profilesPath: active.profilesPath });
  const shown = Object.entries(settings).map(
    ([key, value]) => [key, toShownValue(key, value, options.showSecrets === true)] as const,
  );
  if (options.output === "json") {
    context.printJson(Object.fromEntries(shown));
    return;
  }
  if (shown.length === 0) context.print(`Profile ${quote(profile)} is empty.`);
  for (const [key, value] of shown) context.print(`${key}='${value}'`);
}
