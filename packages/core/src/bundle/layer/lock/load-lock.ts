import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LockedGraph } from "./locked-graph.ts";

/** A lock file and what it holds; `null` where it is of a version that is not understood. */
export interface PackageLock {
  readonly file: string;
  readonly graph: LockedGraph | null;
}

type Parse = (text: string) => LockedGraph | null;

/** By the name of the file; where a directory has several, the first one holds. */
const parsers: Readonly<Record<string, () => Promise<Parse>>> = {
  "npm-shrinkwrap.json": async () => (await import("./npm-lock.ts")).parseNpmLock,
  "package-lock.json": async () => (await import("./npm-lock.ts")).parseNpmLock,
  "pnpm-lock.yaml": async () => (await import("./pnpm-lock.ts")).parsePnpmLock,
  "yarn.lock": async () => (await import("./yarn-lock.ts")).parseYarnLock,
};

export const lockFileNames: readonly string[] = Object.keys(parsers);

/** The lock file of the nearest directory, from `directory` upwards, that has one; `null` where none has. */
export async function loadLock(directory: string): Promise<PackageLock | null> {
  for (let at = directory; ; at = dirname(at)) {
    for (const [name, load] of Object.entries(parsers)) {
      const file = join(at, name);
      if (existsSync(file)) return { file, graph: (await load())(readFileSync(file, "utf8")) };
    }
    if (dirname(at) === at) return null;
  }
}
