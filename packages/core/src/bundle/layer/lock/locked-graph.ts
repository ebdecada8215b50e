import type { PlatformLists } from "../platform-match.ts";

/** A dependency as a lock file resolves it. */
export interface LockedDependency {
  /** The name under which it is installed, which an alias makes another than its own. */
  readonly as: string;
  /** Of the package in the same graph. */
  readonly id: string;
  readonly isOptional: boolean;
}

/** One package of a lock file. */
export interface LockedPackage {
  /** Within its graph. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Hashes of the archive, as `sha512-...`; `null` where the lock file has none. */
  readonly integrity: string | null;
  /** Where it comes from if from no registry: a repository, a directory; else `null`. */
  readonly foreignSource: string | null;
  /** Empty where the lock file does not say. */
  readonly platform: PlatformLists;
  readonly dependencies: readonly LockedDependency[];
}

/** What a lock file holds, by id. */
export type LockedGraph = ReadonlyMap<string, LockedPackage>;

/** A package that is installed. */
export interface InstalledVersion {
  readonly name: string;
  readonly version: string;
  /** Relative to the lock file's directory, with forward slashes. */
  readonly path: string;
}

/** The entry of an installed package: by its path where the lock file knows paths, else by name and version. Pure. */
export function findLocked(graph: LockedGraph, { name, version, path }: InstalledVersion): LockedPackage | null {
  const isIt = (entry: LockedPackage | undefined): entry is LockedPackage =>
    entry?.name === name && entry.version === version;
  const byPath = graph.get(path);
  return isIt(byPath) ? byPath : ([...graph.values()].find(isIt) ?? null);
}

/** A field of a lock file that should hold texts by name. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry) => typeof entry[1] === "string"));
}

/** A field of a lock file that should be a list of texts. */
export function listOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((entry) => typeof entry === "string");
}
