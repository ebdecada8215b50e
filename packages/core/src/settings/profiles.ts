import { SettingsFileError } from "../errors/settings-file-error.ts";
import { isTomlTable, readTomlFile } from "./toml-file.ts";

/** Settings of one profile by their names, unknown ones included. */
export type ProfileSettings = Readonly<Record<string, unknown>>;

/** What a profiles file says. */
export interface Profiles {
  /** The profile in use where nothing else names one; `null` where the file does not say. */
  readonly active: string | null;
  readonly profiles: Readonly<Record<string, ProfileSettings>>;
}

/** The profile in use where neither the environment nor the file names one. */
export const defaultProfileName = "ephemeral";

/** Profiles that exist without being in the file; one of the same name in the file replaces its settings key by key. */
export const builtInProfiles: Readonly<Record<string, ProfileSettings>> = {
  ephemeral: { PREFECT_SERVER_EPHEMERAL_ENABLED: "true" },
  local: { PREFECT_API_URL: "http://127.0.0.1:4200/api" },
  test: {
    PREFECT_SERVER_EPHEMERAL_ENABLED: "true",
    PREFECT_SERVER_DATABASE_CONNECTION_URL: "sqlite+aiosqlite:///:memory:",
  },
  cloud: {},
};

/** The profiles of a file; none where there is no such file. Throws `SettingsFileError` where it says something else. */
export function readProfiles(file: string): Profiles {
  const contents = readTomlFile(file) ?? {};
  const active = contents["active"] ?? null;
  if (active !== null && typeof active !== "string") throw malformed(file, "active", "the name of a profile");
  const tables = contents["profiles"] ?? {};
  if (!isTomlTable(tables)) throw malformed(file, "profiles", "one table per profile, such as [profiles.local]");
  const profiles: Record<string, ProfileSettings> = {};
  for (const [name, settings] of Object.entries(tables)) {
    if (!isTomlTable(settings)) throw malformed(file, `profiles.${name}`, "a table of settings");
    profiles[name] = settings;
  }
  return { active: active === "" ? null : active, profiles };
}

/** The settings of a profile, built-in ones included; `undefined` where there is no such profile. */
export function findProfile(profiles: Profiles, name: string): ProfileSettings | undefined {
  const builtIn = Object.hasOwn(builtInProfiles, name) ? builtInProfiles[name] : undefined;
  const own = Object.hasOwn(profiles.profiles, name) ? profiles.profiles[name] : undefined;
  return builtIn === undefined && own === undefined ? undefined : { ...builtIn, ...own };
}

/** The same profiles with one more, or with other settings for one. Pure. */
export function withProfile(profiles: Profiles, name: string, settings: ProfileSettings): Profiles {
  return { ...profiles, profiles: { ...profiles.profiles, [name]: settings } };
}

/** The same profiles without one. Pure. */
export function withoutProfile(profiles: Profiles, name: string): Profiles {
  return {
    active: profiles.active === name ? null : profiles.active,
    profiles: Object.fromEntries(Object.entries(profiles.profiles).filter(([other]) => other !== name)),
  };
}

function malformed(file: string, key: string, expected: string): SettingsFileError {
  return new SettingsFileError({ file, problem: `has a key '${key}' that is not ${expected}` });
}
