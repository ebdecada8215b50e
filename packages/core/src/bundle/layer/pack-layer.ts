import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import type { ExternalPackageProblem } from "../../errors/external-package-error.ts";
import { abiOfName } from "./binary-fit.ts";
import { fetchPackages, newestRelease, specifierOf } from "./fetch-packages.ts";
import type { PlacedPackage } from "./lock/closure.ts";
import { layOutPackages } from "./lay-out-packages.ts";
import type { LockedPackage } from "./lock/locked-graph.ts";
import { explainMissingBinary, lacksBinary } from "./missing-binary.ts";
import { type PackageFile, unpackPackage } from "./unpack-package.ts";

/** An archive of packages, or why there is none. */
export interface PackedLayer {
  /** Uncompressed; the same packages and platform give the same bytes. */
  readonly archive: Uint8Array;
  /** Whether some of it serves one version of Node.js alone. */
  readonly isBoundToNode: boolean;
  /** Those that can be done without and were left out. */
  readonly leftOut: readonly ExternalPackageProblem[];
  readonly problems: readonly ExternalPackageProblem[];
}

/**
 * Fetches packages and packs them as a `node_modules` for a platform, without the addons of other platforms.
 *
 * @param optional names that the flow does without
 */
export async function packLayer(
  packages: readonly PlacedPackage[],
  directory: string,
  platform: ContainerPlatform,
  optional: ReadonlySet<string>,
): Promise<PackedLayer> {
  const releases = packages.map(({ locked: { name, version, integrity } }) => ({ name, version, integrity }));
  const { archives, problems: fetchProblems } = await fetchPackages(releases, directory);
  if (fetchProblems.length > 0)
    return { archive: new Uint8Array(), isBoundToNode: false, leftOut: [], problems: fetchProblems };
  const unpacked = await Promise.all(
    packages.map(async (placed) => ({
      ...placed,
      files: await unpackPackage(archives.get(specifierOf(placed.locked)) ?? Buffer.alloc(0)),
    })),
  );
  const { files, lacking } = layOutPackages(unpacked, platform);
  const problems: ExternalPackageProblem[] = [];
  const leftOut: ExternalPackageProblem[] = [];
  for (const { locked, files: own } of lacking) {
    const problem = { package: specifierOf(locked), problem: explainMissingBinary(own, platform) };
    if (optional.has(locked.name)) leftOut.push(problem);
    else problems.push(await withRelease(problem, locked, directory, platform));
  }
  const isBoundToNode = files.some(({ path }) => path.endsWith(".node") && abiOfName(path) !== null);
  return { archive: await archive(files), isBoundToNode, leftOut, problems };
}

/** Adds the release that would do, where the newest one does. */
async function withRelease(
  { package: specifier, problem }: ExternalPackageProblem,
  { name, version }: LockedPackage,
  directory: string,
  platform: ContainerPlatform,
): Promise<ExternalPackageProblem> {
  const newest = await newestRelease(name, directory);
  if (newest !== null && newest.version !== version) {
    const { archives } = await fetchPackages([newest], directory);
    const content = archives.get(specifierOf(newest));
    if (content !== undefined && !lacksBinary(await unpackPackage(content), false, platform)) {
      const mend = `${newest.version} has one inside: install ${specifierOf(newest)}`;
      return { package: specifier, problem: `${problem}; ${mend}` };
    }
  }
  const mend = /images? with/.test(problem) ? "name such an image" : "use a package that has its binaries inside";
  return { package: specifier, problem: `${problem}; ${mend}` };
}

async function archive(files: readonly PackageFile[]): Promise<Uint8Array> {
  const archived = pack();
  const bytes = buffer(archived);
  for (const { path, mode, content } of files) {
    archived.entry({ name: path, mode, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" }, content);
  }
  archived.finalize();
  return await bytes;
}
