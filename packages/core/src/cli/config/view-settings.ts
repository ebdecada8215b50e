import { findProfile } from "../../settings/profiles.ts";
import { resolveActiveProfile, resolveSettings, type ResolvedSetting } from "../../settings/resolve-settings.ts";
import { findSettingDefinition } from "../../settings/setting-definitions.ts";
import type { SettingSource } from "../../settings/setting-layers.ts";
import { toUiUrl } from "../../settings/ui-url.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import { toShownValue } from "./secret-values.ts";

interface ViewOptions extends OutputOptions {
  readonly showDefaults?: boolean;
  readonly hideSources?: boolean;
  readonly showSecrets?: boolean;
}

interface ShownSetting {
  readonly name: string;
  readonly value: string;
  readonly source: SettingSource;
}

/** `prefect config view`. */
export function viewSettings(context: CliContext, options: ViewOptions): void {
  const { profileName, settings } = resolveSettings(context.settingsContext);
  const showSecrets = options.showSecrets === true;
  const known = Object.values<ResolvedSetting>(settings)
    .filter(({ source }) => options.showDefaults === true || source !== "defaults")
    .map(({ definition: { name }, value, source }) => ({
      name,
      value: toShownValue(name, value, showSecrets),
      source,
    }));
  const shown = [...known, ...foreignSettings(context, showSecrets)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const uiUrl = toUiUrl(context.settings());
  if (options.output === "json") {
    const listed = options.hideSources === true ? shown.map(({ name, value }) => ({ name, value })) : shown;
    context.printJson({ profile: profileName, settings: listed, ...(uiUrl === null ? {} : { ui_url: uiUrl }) });
    return;
  }
  if (uiUrl !== null) context.print(`🚀 you are connected to:\n${context.paint("green", uiUrl)}`);
  context.print(context.paint("blue", `PREFECT_PROFILE=${quote(profileName)}`));
  for (const { name, value, source } of shown) {
    context.print(options.hideSources === true ? `${name}='${value}'` : `${name}='${value}' (from ${source})`);
  }
}

/** What the profile sets beyond the settings that are read here, for the reader to know that it is there. */
function foreignSettings({ settingsContext }: CliContext, showSecrets: boolean): readonly ShownSetting[] {
  const { profiles, name: profile } = resolveActiveProfile(settingsContext);
  return Object.entries(findProfile(profiles, profile) ?? {})
    .filter(([name]) => findSettingDefinition(name) === undefined)
    .map(([name, value]) => ({ name, value: toShownValue(name, value, showSecrets), source: "profile" }));
}
