import { listOf, textsOf, type LockedDependency, type LockedGraph, type LockedPackage } from "./locked-graph.ts";

type Entry = Readonly<Record<string, unknown>>;

const inModules = "node_modules/";

/** Reads `package-lock.json` or `npm-shrinkwrap.json` of npm 7 and newer; `null` for an older one. Pure. */
export function parseNpmLock(text: string): LockedGraph | null {
  const { packages } = JSON.parse(text) as { readonly packages?: Readonly<Record<string, Entry>> };
  if (packages === undefined) return null;
  const graph = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(packages)) {
    if (path.includes(inModules)) graph.set(path, toPackage(path, entry, packages));
  }
  return graph;
}

function toPackage(path: string, entry: Entry, packages: Readonly<Record<string, Entry>>): LockedPackage {
  const installedAs = path.slice(path.lastIndexOf(inModules) + inModules.length);
  const { name, version, integrity, resolved, link } = entry;
  return {
    id: path,
    name: typeof name === "string" ? name : installedAs,
    version: typeof version === "string" ? version : "",
    integrity: typeof integrity === "string" ? integrity : null,
    foreignSource: link === true || isForeign(resolved) ? String(resolved) : null,
    platform: { os: listOf(entry["os"]), cpu: listOf(entry["cpu"]), libc: listOf(entry["libc"]) },
    dependencies: toDependencies(path, entry, packages),
  };
}

function toDependencies(
  path: string,
  { dependencies, optionalDependencies, peerDependencies }: Entry,
  packages: Readonly<Record<string, Entry>>,
): LockedDependency[] {
  const optional = textsOf(optionalDependencies);
  const names = new Set(Object.keys({ ...textsOf(peerDependencies), ...textsOf(dependencies), ...optional }));
  return [...names].flatMap((as) => {
    const id = resolveFrom(path, as, packages);
    return id === null ? [] : [{ as, id, isOptional: as in optional }];
  });
}

/** As Node.js finds it: in the package's own `node_modules`, then in those above it. */
function resolveFrom(path: string, name: string, packages: Readonly<Record<string, Entry>>): string | null {
  for (let at = path; ;) {
    const candidate = `${at === "" ? "" : `${at}/`}${inModules}${name}`;
    if (candidate in packages) return candidate;
    if (at === "") return null;
    at = at.slice(0, Math.max(0, at.lastIndexOf(`/${inModules}`)));
  }
}

function isForeign(resolved: unknown): boolean {
  return typeof resolved === "string" && !/^https?:.*\.tgz(?:[?#].*)?$/.test(resolved);
}
