import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import { addonFits } from "./binary-fit.ts";
import type { PlacedPackage } from "./lock/closure.ts";
import { lacksBinary, manifestOf } from "./missing-binary.ts";
import { listsFit } from "./platform-match.ts";
import type { PackageFile } from "./unpack-package.ts";

export interface UnpackedPackage extends PlacedPackage {
  readonly files: readonly PackageFile[];
}

/** Files below one directory, and the packages that cannot be among them. */
export interface LaidOutPackages {
  readonly files: readonly PackageFile[];
  readonly lacking: readonly UnpackedPackage[];
}

/**
 * The files of packages that fit a platform, each at its place. Left out are packages and addons for other platforms,
 * also where only their manifests or headers say so, as not every lock file has what they are for. Pure.
 */
export function layOutPackages(packages: readonly UnpackedPackage[], platform: ContainerPlatform): LaidOutPackages {
  const fitting = packages.filter(({ files }) => {
    const { os = [], cpu = [], libc = [] } = manifestOf(files);
    return listsFit({ os, cpu, libc }, platform);
  });
  const paths = new Set(fitting.map(({ path }) => path));
  const lacking = fitting.filter(({ files, platformPaths }) =>
    lacksBinary(
      files,
      platformPaths.some((path) => paths.has(path)),
      platform,
    ),
  );
  const files = fitting
    .filter((each) => !lacking.includes(each))
    .flatMap(({ path, files: own }) =>
      own
        .filter((file) => !file.path.endsWith(".node") || addonFits(file.path, file.content, platform))
        .map((file) => ({ ...file, path: `${path}/${file.path}` })),
    );
  return { files: files.toSorted((left, right) => (left.path < right.path ? -1 : 1)), lacking };
}
