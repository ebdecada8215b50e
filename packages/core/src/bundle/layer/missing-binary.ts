import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import type { PackageManifest } from "../build/resolve-package.ts";
import { addonFits } from "./binary-fit.ts";
import { readMachineCode, type MachineCode } from "./machine-code.ts";
import { isNative } from "./native-packages.ts";
import { platformOfName } from "./platform-match.ts";
import type { PackageFile } from "./unpack-package.ts";

/** Whether a package needs a binary and brings none for the platform: neither in it nor in a package for the platform. Pure. */
export function lacksBinary(
  files: readonly PackageFile[],
  hasPlatformPackage: boolean,
  platform: ContainerPlatform,
): boolean {
  const manifest = manifestOf(files);
  if (hasPlatformPackage) return false;
  const addons = files.filter(({ path }) => path.endsWith(".node"));
  if (addons.length > 0) return !addons.some(({ path, content }) => addonFits(path, content, platform));
  return isNative(
    manifest,
    files.some(({ path }) => path === "binding.gyp"),
  );
}

/** Why, and which image or what kind of release would do. Pure. */
export function explainMissingBinary(files: readonly PackageFile[], platform: ContainerPlatform): string {
  const addons = files.filter(({ path }) => path.endsWith(".node"));
  if (addons.length === 0) {
    return "it has no binary inside its package, but compiles or downloads one when it is installed";
  }
  const image = [{ libc: otherLibc(platform) }, { nodeMajor: 22 }, { nodeMajor: 24 }]
    .map((change): ContainerPlatform => ({ ...platform, ...change }))
    .find((other) => addons.some(({ path, content }) => addonFits(path, content, other)));
  if (image === undefined) return `it has binaries only for ${describeAddons(addons)}`;
  return `it has a binary for ${imageHint(image, platform)} and none for this one`;
}

function imageHint(other: ContainerPlatform, platform: ContainerPlatform): string {
  const tag = `node:${other.nodeMajor}-${other.libc === "musl" ? "alpine" : "bookworm-slim"}`;
  if (other.libc !== platform.libc) return `images with ${String(other.libc)}, such as ${tag},`;
  return `images with Node.js ${other.nodeMajor}, such as ${tag},`;
}

function describeAddons(addons: readonly PackageFile[]): string {
  const found = addons.flatMap(({ path, content }) => {
    const code: MachineCode | null = readMachineCode(content);
    const libc = code?.libc ?? platformOfName(path).libc;
    return (code?.architectures ?? []).map((arch) => `${code?.os} ${arch}${libc === null ? "" : ` (${libc})`}`);
  });
  return [...new Set(found)].toSorted().join(", ") || "systems that are not known here";
}

function otherLibc({ libc }: ContainerPlatform): ContainerPlatform["libc"] {
  return libc === "musl" ? "glibc" : "musl";
}

export function manifestOf(files: readonly PackageFile[]): PackageManifest {
  const content = files.find(({ path }) => path === "package.json")?.content;
  return content === undefined ? {} : (JSON.parse(content.toString("utf8")) as PackageManifest);
}
