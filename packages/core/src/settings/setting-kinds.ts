import { homedir } from "node:os";
import { resolve } from "node:path";

/** What a path in a setting is relative to. */
export interface SettingPlace {
  readonly cwd: string;
  /** Stands for `$PREFECT_HOME` in a path. */
  readonly home: string;
}

/** How the value of a setting is written: as text in variables and profiles, also as a TOML value in files. */
export interface SettingKind<T> {
  /** Completes "expects ...". */
  readonly expects: string;
  /** `undefined` where `raw` does not say such a value. */
  parse(raw: unknown, place: SettingPlace): T | undefined;
}

export type LoggingLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

const loggingLevels: readonly LoggingLevel[] = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
const trueWords = new Set(["1", "true", "t", "yes", "y", "on"]);
const falseWords = new Set(["0", "false", "f", "no", "n", "off"]);

export const text: SettingKind<string> = {
  expects: "text",
  parse: (raw) => (typeof raw === "string" ? raw : undefined),
};

export const flag: SettingKind<boolean> = {
  expects: "true or false",
  parse(raw) {
    if (typeof raw === "boolean") return raw;
    const word = String(raw).trim().toLowerCase();
    if (trueWords.has(word)) return true;
    return falseWords.has(word) ? false : undefined;
  },
};

export const nonNegativeNumber: SettingKind<number> = {
  expects: "a number that is not negative",
  parse(raw) {
    const value = toNumber(raw);
    return value !== undefined && value >= 0 ? value : undefined;
  },
};

export const nonNegativeInteger: SettingKind<number> = {
  expects: "a whole number that is not negative",
  parse(raw) {
    const value = toNumber(raw);
    return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  },
};

/** HTTP status codes, as a list or comma-separated. */
export const statusCodes: SettingKind<readonly number[]> = {
  expects: "HTTP status codes from 100 to 599, separated by commas",
  parse(raw) {
    const items: readonly unknown[] = Array.isArray(raw) ? raw : splitList(String(raw));
    const codes = items.map(toNumber);
    return codes.every(isStatusCode) ? codes : undefined;
  },
};

export const webAddress: SettingKind<string> = {
  expects: "an address that starts with http:// or https://",
  parse(raw) {
    if (typeof raw !== "string" || !/^https?:\/\//i.test(raw) || !URL.canParse(raw)) return undefined;
    return raw.replace(/\/+$/, "");
  },
};

/** A path; `~` and `$PREFECT_HOME` are replaced and relative paths start at the working directory. */
export const path: SettingKind<string> = {
  expects: "a path",
  parse(raw, place) {
    if (typeof raw !== "string") return undefined;
    return resolve(place.cwd, raw.replace(/^~(?=\/|$)/, homedir()).replaceAll("$PREFECT_HOME", place.home));
  },
};

/** A JSON object, or a TOML table, of strings. */
export const stringRecord: SettingKind<Readonly<Record<string, string>>> = {
  expects: 'a JSON object of strings, such as {"X-Team": "data"}',
  parse(raw) {
    const value = typeof raw === "string" ? parseJson(raw) : raw;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((item) => typeof item === "string") ? { ...value } : undefined;
  },
};

export const loggingLevel: SettingKind<LoggingLevel> = {
  expects: `one of ${loggingLevels.join(", ")}`,
  parse: (raw) => loggingLevels.find((level) => level === String(raw).trim().toUpperCase()),
};

function splitList(list: string): string[] {
  return list.split(",").filter((item) => item.trim() !== "");
}

function toNumber(raw: unknown): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== "string" || raw.trim() === "") return undefined;
  const value = Number(raw);
  return Number.isFinite(value) ? value : undefined;
}

function isStatusCode(code: number | undefined): code is number {
  return code !== undefined && Number.isInteger(code) && code >= 100 && code <= 599;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
