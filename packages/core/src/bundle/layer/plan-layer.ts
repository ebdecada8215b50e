import { dirname, relative, sep } from "node:path";
import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import type { ExternalPackageProblem } from "../../errors/external-package-error.ts";
import type { ExternalPackage } from "./external-package.ts";
import { specifierOf } from "./fetch-packages.ts";
import { placeClosure, type PlacedPackage } from "./lock/closure.ts";
import { loadLock, lockFileNames } from "./lock/load-lock.ts";
import { findLocked, type LockedGraph } from "./lock/locked-graph.ts";

/** The exact packages of a layer, before any of them is fetched. */
export interface LayerPlan {
  /** Where npm is asked. */
  readonly directory: string;
  readonly packages: readonly PlacedPackage[];
  readonly problems: readonly ExternalPackageProblem[];
}

/** What packages use to make or fetch their binaries or for their types, and do not use when they run. */
const unusedPackages = /^(?:nan|node-addon-api|node-gyp|prebuild-install|@types\/.+)$/;

/** Finds the versions that a project's lock file holds. Fetches nothing. */
export async function planLayer(
  externals: readonly ExternalPackage[],
  projectDirectory: string,
  platform: ContainerPlatform,
): Promise<LayerPlan> {
  const lock = await loadLock(projectDirectory);
  if (lock?.graph == null) {
    const problem =
      lock === null
        ? `no ${lockFileNames.join(", ")} at or above ${projectDirectory} says its version; install with npm, pnpm or yarn`
        : `${lock.file} is of a version that is not understood; write it anew with a current release of its package manager`;
    const problems = externals.map((external) => ({ package: specifierOf(external), problem }));
    return { directory: projectDirectory, packages: [], problems };
  }
  const directory = dirname(lock.file);
  const graph = withoutUnused(lock.graph);
  const problems = duplicates(externals);
  const roots = externals.flatMap((external) => {
    const path = relative(directory, external.directory).split(sep).join("/");
    const found = findLocked(graph, { ...external, path });
    if (found === null) {
      problems.push({
        package: specifierOf(external),
        problem: `${lock.file} does not name this version; install again`,
      });
      return [];
    }
    return [found];
  });
  const packages = placeClosure(graph, roots, platform);
  for (const { locked } of packages) {
    if (locked.foreignSource === null) continue;
    problems.push({
      package: specifierOf(locked),
      problem: `it is from no registry but ${locked.foreignSource}; publish it, or bundle it`,
    });
  }
  return { directory, packages, problems };
}

/** One module can import only one version under a name. */
function duplicates(externals: readonly ExternalPackage[]): ExternalPackageProblem[] {
  const byName = Map.groupBy(externals, ({ name }) => name);
  return [...byName].flatMap(([name, found]) => {
    const versions = [...new Set(found.map(({ version }) => version))];
    if (versions.length < 2) return [];
    return [
      { package: name, problem: `the flow reaches the versions ${versions.join(" and ")} of it; let it reach one` },
    ];
  });
}

function withoutUnused(graph: LockedGraph): LockedGraph {
  return new Map(
    [...graph].map(([id, locked]) => [
      id,
      { ...locked, dependencies: locked.dependencies.filter((dependency) => !unusedPackages.test(dependency.as)) },
    ]),
  );
}
