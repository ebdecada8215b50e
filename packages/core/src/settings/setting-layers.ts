import { join } from "node:path";
import { parseEnv } from "node:util";
import { settingNames, type SettingDefinition } from "./setting-definitions.ts";
import { isTomlTable, readTextFile, readTomlFile, type TomlTable } from "./toml-file.ts";

/** Where a program's settings come from. */
export interface SettingsContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Wins over `PREFECT_PROFILE`. */
  readonly profile?: string;
}

/** The words in which views name a source, which are Prefect's. */
export type SettingSource = "env" | ".env file" | "prefect.toml" | "pyproject.toml" | "profile" | "defaults";

/** One source of settings. */
export interface SettingLayer {
  readonly source: SettingSource;
  /** For messages: `the environment`, or the file. */
  readonly place: string;
  /** The value as written, under the name it was written with; `undefined` where this source says nothing. */
  find(definition: SettingDefinition): { readonly key: string; readonly raw: unknown } | undefined;
}

/** The sources above the profile, the one that wins first. */
export function readAmbientLayers(context: SettingsContext): readonly SettingLayer[] {
  const dotenvFile = join(context.cwd, ".env");
  const prefectFile = join(context.cwd, "prefect.toml");
  const pyprojectFile = join(context.cwd, "pyproject.toml");
  return [
    variablesLayer("env", "the environment", context.env),
    variablesLayer(".env file", dotenvFile, parseEnv(readTextFile(dotenvFile) ?? "")),
    tablesLayer("prefect.toml", prefectFile, readTomlFile(prefectFile) ?? {}, ""),
    tablesLayer("pyproject.toml", pyprojectFile, readTomlFile(pyprojectFile) ?? {}, "tool.prefect."),
  ];
}

/** A source that holds settings by the names of their variables. */
export function variablesLayer(
  source: SettingSource,
  place: string,
  variables: Readonly<Record<string, unknown>>,
): SettingLayer {
  return {
    source,
    place,
    find(definition) {
      const key = settingNames(definition).find((name) => variables[name] !== undefined);
      return key === undefined ? undefined : { key, raw: variables[key] };
    },
  };
}

function tablesLayer(source: SettingSource, place: string, tables: TomlTable, prefix: string): SettingLayer {
  return {
    source,
    place,
    find(definition) {
      const key = prefix + definition.tomlPath;
      const raw = key.split(".").reduce<unknown>((at, part) => (isTomlTable(at) ? at[part] : undefined), tables);
      return raw === undefined ? undefined : { key, raw };
    },
  };
}
