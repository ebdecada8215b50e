import type { ContainerPlatform } from "../../../contracts/container-platform.ts";
import { listsFit, nameFits } from "../platform-match.ts";
import type { LockedGraph, LockedPackage } from "./locked-graph.ts";

/** A package and where it lies: `node_modules/a/node_modules/b`. */
export interface PlacedPackage {
  readonly path: string;
  readonly locked: LockedPackage;
  /** Where the packages lie that exist for one platform alone, and that it has for this one. */
  readonly platformPaths: readonly string[];
}

/**
 * The packages that some need on a platform, laid out so that each finds the versions that the lock file gives it: at
 * the top, or inside the package that needs another version. Optional packages for other platforms are left out. Pure.
 */
export function placeClosure(
  graph: LockedGraph,
  roots: readonly LockedPackage[],
  platform: ContainerPlatform,
): readonly PlacedPackage[] {
  const placed = new Map<string, LockedPackage>(roots.map((root) => [`node_modules/${root.name}`, root]));
  const platformPaths = new Map<string, string[]>();
  // A map gives what is added while it is gone through, too: breadth first, so that a package's own are all laid down
  // before any of theirs.
  for (const [path, { dependencies }] of placed) {
    for (const { as, id, isOptional } of dependencies) {
      const dependency = graph.get(id);
      if (dependency === undefined || (isOptional && !fits(dependency, platform))) continue;
      const at = place(placed, path, as, dependency);
      if (isOptional && isForOnePlatform(dependency)) {
        platformPaths.set(path, [...(platformPaths.get(path) ?? []), at]);
      }
    }
  }
  return [...placed].map(([path, locked]) => ({ path, locked, platformPaths: platformPaths.get(path) ?? [] }));
}

function place(placed: Map<string, LockedPackage>, from: string, as: string, dependency: LockedPackage): string {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const candidate = `${at === "" ? "" : `${at}/`}node_modules/${as}`;
    const found = placed.get(candidate);
    if (found?.id === dependency.id) return candidate;
    if (found === undefined && at !== "") continue;
    const target = found === undefined ? candidate : `${from}/node_modules/${as}`;
    placed.set(target, dependency);
    return target;
  }
}

function fits({ name, platform: lists }: LockedPackage, platform: ContainerPlatform): boolean {
  return listsFit(lists, platform) && nameFits(name, platform);
}

function isForOnePlatform({ name, platform: { os, cpu } }: LockedPackage): boolean {
  return os.length > 0 || cpu.length > 0 || !nameFits(name, nowhere);
}

/** Which no name that speaks of a platform fits. */
const nowhere: ContainerPlatform = { os: "", architecture: "", libc: null, nodeMajor: 0 };
