import { InvalidSettingError } from "../errors/invalid-setting-error.ts";
import { ProfileNotFoundError } from "../errors/profile-not-found-error.ts";
import { defaultProfileName, findProfile, readProfiles, type Profiles } from "./profiles.ts";
import { settingDefinitions, type SettingDefinition } from "./setting-definitions.ts";
import type { SettingPlace } from "./setting-kinds.ts";
import {
  readAmbientLayers,
  variablesLayer,
  type SettingLayer,
  type SettingsContext,
  type SettingSource,
} from "./setting-layers.ts";
import type { Settings } from "./settings.ts";

/** One setting as it was found. */
export interface ResolvedSetting<T = unknown> {
  readonly definition: SettingDefinition;
  readonly value: T;
  readonly source: SettingSource;
}

export interface ResolvedSettings {
  readonly profileName: string;
  readonly profilesPath: string;
  readonly settings: { readonly [K in keyof Settings]: ResolvedSetting<Settings[K]> };
}

/** Which file holds the profiles, and which of them is in use. */
export interface ActiveProfile {
  readonly profilesPath: string;
  readonly profiles: Profiles;
  readonly name: string;
}

/**
 * Every setting with its source. The environment wins, then `.env`, `prefect.toml` and `pyproject.toml` in the working
 * directory, then the active profile. Throws `SettingsFileError`, `InvalidSettingError` or `ProfileNotFoundError`.
 */
export function resolveSettings(context: SettingsContext): ResolvedSettings {
  const ambient = readAmbientLayers(context);
  const { place, profilesPath } = resolvePlaces(ambient, context);
  const { profiles, name, askedBy } = chooseProfile(profilesPath, context);
  const profile = findProfile(profiles, name);
  if (profile === undefined) throw new ProfileNotFoundError({ profile: name, profilesPath, askedBy });
  const profileLayer = variablesLayer("profile", `profile '${name}' of ${profilesPath}`, profile);
  const resolved = Object.entries<SettingDefinition>(settingDefinitions).map(([key, definition]) => {
    const layers = definition.outsideProfiles === true ? ambient : [...ambient, profileLayer];
    return [key, resolveSetting(definition, layers, place)] as const;
  });
  // The mapped type of the definitions ties each key to the type of its value.
  return { profileName: name, profilesPath, settings: Object.fromEntries(resolved) as ResolvedSettings["settings"] };
}

/** The profile in use, whether or not it exists, without reading other settings: what mends them needs it. */
export function resolveActiveProfile(context: SettingsContext): ActiveProfile {
  const { profilesPath } = resolvePlaces(readAmbientLayers(context), context);
  const { profiles, name } = chooseProfile(profilesPath, context);
  return { profilesPath, profiles, name };
}

/** The directory that `PREFECT_HOME` names. */
export function resolveHome(context: SettingsContext): string {
  return resolvePlaces(readAmbientLayers(context), context).place.home;
}

function resolvePlaces(
  ambient: readonly SettingLayer[],
  { cwd }: SettingsContext,
): { readonly place: SettingPlace; readonly profilesPath: string } {
  const home = resolveSetting(settingDefinitions.home, ambient, { cwd, home: "" }).value;
  const place: SettingPlace = { cwd, home };
  return { place, profilesPath: resolveSetting(settingDefinitions.profilesPath, ambient, place).value };
}

function chooseProfile(
  profilesPath: string,
  context: SettingsContext,
): { readonly profiles: Profiles; readonly name: string; readonly askedBy: string } {
  const profiles = readProfiles(profilesPath);
  if (context.profile !== undefined) return { profiles, name: context.profile, askedBy: "--profile" };
  const fromEnvironment = context.env["PREFECT_PROFILE"];
  if (fromEnvironment) return { profiles, name: fromEnvironment, askedBy: "PREFECT_PROFILE" };
  return { profiles, name: profiles.active ?? defaultProfileName, askedBy: "the file's key 'active'" };
}

/** An empty value means the default, so that a variable can undo what a file sets. */
function resolveSetting<T>(
  definition: SettingDefinition<T>,
  layers: readonly SettingLayer[],
  place: SettingPlace,
): ResolvedSetting<T> {
  for (const layer of layers) {
    const found = layer.find(definition);
    if (found === undefined) continue;
    const value = found.raw === "" ? defaultOf(definition, place) : definition.kind.parse(found.raw, place);
    if (value === undefined) {
      throw new InvalidSettingError({ key: found.key, place: layer.place, expects: definition.kind.expects });
    }
    return { definition, value, source: layer.source };
  }
  return { definition, value: defaultOf(definition, place), source: "defaults" };
}

function defaultOf<T>(definition: SettingDefinition<T>, place: SettingPlace): T {
  // A definition without a default is one whose type has `null`.
  return (definition.default === null ? null : definition.kind.parse(definition.default, place)) as T;
}
