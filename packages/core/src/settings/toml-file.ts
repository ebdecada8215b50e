import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Toml from "smol-toml";
import { SettingsFileError } from "../errors/settings-file-error.ts";

/** A table of a TOML file. */
export interface TomlTable {
  readonly [key: string]: unknown;
}

/** The TOML library, loaded when the first file needs it: most processes read none. */
export function loadToml(): typeof Toml {
  return createRequire(import.meta.url)("smol-toml");
}

/** The file's tables; `null` where there is no such file. Throws `SettingsFileError` where it cannot be read. */
export function readTomlFile(file: string): TomlTable | null {
  const source = readTextFile(file);
  if (source === null) return null;
  try {
    return loadToml().parse(source);
  } catch (cause) {
    throw new SettingsFileError({ file, problem: "is not valid TOML", cause });
  }
}

/** A path through something that is no directory leads to no file either. */
const absentCodes = new Set<string | undefined>(["ENOENT", "ENOTDIR"]);

/** The file's text; `null` where there is no such file. Throws `SettingsFileError` where it cannot be read. */
export function readTextFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (absentCodes.has((cause as NodeJS.ErrnoException).code)) return null;
    throw new SettingsFileError({ file, problem: "cannot be read", cause });
  }
}

/** Whether a value of a TOML file is a table, rather than a value or a list. */
export function isTomlTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDate(value);
}

function isDate(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Date]";
}
