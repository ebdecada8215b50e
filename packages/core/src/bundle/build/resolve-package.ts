import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** The bare name of the package in an import: `@scope/name` of `@scope/name/path`. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** What of a package's `package.json` matters here. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  /** Set where it is a plugin, and so has a light `/bound` entry. */
  readonly prefect?: unknown;
  readonly gypfile?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

export interface InstalledPackage {
  /** Without symbolic links. */
  readonly directory: string;
  readonly manifest: PackageManifest;
}

/** The package that an import from a directory finds; `null` where none is installed. */
export function findPackage(name: string, from: string): InstalledPackage | null {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return readPackage(realpathSync(candidate));
    if (dirname(directory) === directory) return null;
  }
}

/** The package that a file or directory belongs to, where a package manager installed it; `null` for the project's own. */
export function installedPackageOf(path: string): InstalledPackage | null {
  const marker = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(marker);
  if (at === -1) return null;
  const name = packageNameOf(
    path
      .slice(at + marker.length)
      .split(sep)
      .join("/"),
  );
  const directory = path.slice(0, at + marker.length) + name.split("/").join(sep);
  return existsSync(join(directory, "package.json")) ? readPackage(directory) : null;
}

function readPackage(directory: string): InstalledPackage {
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as PackageManifest;
  return { directory, manifest };
}
