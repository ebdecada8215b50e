import { parse } from "yaml";
import { listOf, textsOf, type LockedDependency, type LockedGraph, type LockedPackage } from "./locked-graph.ts";
import { parseClassicYarnLock } from "./classic-yarn-lock.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Reads a `yarn.lock`, of Yarn 1 or of any newer one. Pure. */
export function parseYarnLock(text: string): LockedGraph | null {
  const isClassic = /^# yarn lockfile v1$/m.test(text);
  const entries = isClassic ? parseClassicYarnLock(text) : (parse(text) as Readonly<Record<string, Entry>> | null);
  if (entries === null) return null;
  const ids = new Map(Object.keys(entries).flatMap((key) => key.split(/, */).map((one) => [one, key] as const)));
  const graph = new Map<string, LockedPackage>();
  for (const [key, entry] of Object.entries(entries)) {
    if (key !== "__metadata") graph.set(key, toPackage(key, entry, ids));
  }
  return graph;
}

function toPackage(id: string, entry: Entry, ids: ReadonlyMap<string, string>): LockedPackage {
  const { version, integrity, resolution, resolved } = entry;
  // Yarn 1 has the archive's address, newer ones `name@npm:version`.
  const origin = typeof resolution === "string" ? resolution : null;
  const isForeign = origin === null ? !/^https?:.*\.tgz/.test(String(resolved)) : !origin.includes("@npm:");
  const [firstKey = id] = id.split(/, */);
  return {
    id,
    name: nameOf(origin ?? aliasedIn(firstKey) ?? firstKey),
    version: typeof version === "string" ? version : String(version),
    integrity: typeof integrity === "string" ? integrity : null,
    foreignSource: isForeign ? String(origin ?? resolved) : null,
    platform: toPlatform(entry["conditions"]),
    dependencies: toDependencies(entry, ids),
  };
}

function toDependencies(entry: Entry, ids: ReadonlyMap<string, string>): LockedDependency[] {
  const optional = textsOf(entry["optionalDependencies"]);
  // Newer ones write all of them as dependencies, and say here which are optional.
  const meta = (entry["dependenciesMeta"] ?? {}) as Readonly<Record<string, { readonly optional?: boolean }>>;
  return Object.entries({ ...textsOf(entry["dependencies"]), ...optional }).flatMap(([as, range]) => {
    const id = ids.get(`${as}@${range}`) ?? ids.get(`${as}@npm:${range}`);
    return id === undefined ? [] : [{ as, id, isOptional: as in optional || meta[as]?.optional === true }];
  });
}

/** `os=linux & cpu=x64 & libc=glibc`. */
function toPlatform(conditions: unknown): LockedPackage["platform"] {
  const found = (name: string): readonly string[] =>
    listOf(new RegExp(`\\b${name}=([\\w!]+)`).exec(String(conditions))?.[1]);
  return { os: found("os"), cpu: found("cpu"), libc: found("libc") };
}

function nameOf(specifier: string): string {
  return specifier.slice(0, specifier.indexOf("@", 1));
}

/** What stands behind `npm:` in the key of an alias of Yarn 1. */
function aliasedIn(key: string): string | null {
  return /@npm:((?:@[^/]+\/)?[^@]+@.*)$/.exec(key)?.[1] ?? null;
}
