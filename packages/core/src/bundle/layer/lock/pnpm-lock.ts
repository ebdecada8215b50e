import { parse } from "yaml";
import { listOf, textsOf, type LockedDependency, type LockedGraph, type LockedPackage } from "./locked-graph.ts";

type Entry = Readonly<Record<string, unknown>>;
type Entries = Readonly<Record<string, Entry>>;

/** Reads a `pnpm-lock.yaml` of pnpm 8 (which keeps all in `packages`) and newer (`packages` and `snapshots`). Pure. */
export function parsePnpmLock(text: string): LockedGraph | null {
  const lock = parse(text) as { readonly packages?: Entries; readonly snapshots?: Entries } | null;
  if (lock === null) return null;
  const packages = withoutSlashes(lock.packages ?? {});
  const snapshots = withoutSlashes(lock.snapshots ?? lock.packages ?? {});
  const graph = new Map<string, LockedPackage>();
  for (const [id, snapshot] of Object.entries(snapshots)) {
    graph.set(id, toPackage(id, { ...packages[withoutPeers(id)], ...snapshot }, snapshots));
  }
  return graph;
}

function toPackage(id: string, entry: Entry, snapshots: Entries): LockedPackage {
  const { name, version } = splitId(withoutPeers(id));
  const resolution = textsOf(entry["resolution"]);
  return {
    id,
    name: typeof entry["name"] === "string" ? entry["name"] : name,
    version: typeof entry["version"] === "string" ? entry["version"] : version,
    integrity: resolution["integrity"] ?? null,
    foreignSource: resolution["integrity"] === undefined ? version : null,
    platform: { os: listOf(entry["os"]), cpu: listOf(entry["cpu"]), libc: listOf(entry["libc"]) },
    dependencies: [
      ...toDependencies(entry["dependencies"], false, snapshots),
      ...toDependencies(entry["optionalDependencies"], true, snapshots),
    ],
  };
}

/** The value is a version with its peers, or for an alias the whole id. */
function toDependencies(field: unknown, isOptional: boolean, snapshots: Entries): LockedDependency[] {
  return Object.entries(textsOf(field)).flatMap(([as, reference]) => {
    const bare = reference.replace(/^\//, "");
    const id = [`${as}@${bare}`, bare].find((candidate) => candidate in snapshots);
    return id === undefined ? [] : [{ as, id, isOptional }];
  });
}

function withoutSlashes(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id.replace(/^\//, ""), entry]));
}

function withoutPeers(id: string): string {
  const at = id.indexOf("(");
  return at === -1 ? id : id.slice(0, at);
}

function splitId(id: string): { readonly name: string; readonly version: string } {
  const at = id.indexOf("@", 1);
  return at === -1 ? { name: id, version: "" } : { name: id.slice(0, at), version: id.slice(at + 1) };
}
