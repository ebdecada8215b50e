import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The bare name of the package in an import: `@scope/name` of `@scope/name/path`. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** What of a package's manifest matters here. */
interface PackageManifest {
  readonly prefect?: unknown;
  readonly exports?: unknown;
}

/**
 * Whether the package says by a `"prefect"` field that it is a plugin, and so has a light `/bound` entry.
 * Answers are kept in `known`, by package and importing directory.
 */
export function isPlugin(name: string, from: string, known: Map<string, boolean>): boolean {
  const key = `${name}\0${from}`;
  let answer = known.get(key);
  if (answer === undefined) {
    answer = readManifest(name, from)?.prefect !== undefined;
    known.set(key, answer);
  }
  return answer;
}

function readManifest(name: string, from: string): PackageManifest | null {
  for (let directory = from; ; directory = dirname(directory)) {
    const file = join(directory, "node_modules", name, "package.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as PackageManifest;
    if (dirname(directory) === directory) return null;
  }
}
