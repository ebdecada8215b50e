import { readFile } from "node:fs/promises";
import { dirname, join, parse } from "node:path";

/** A package that extends Prefect, installed as a dependency of the working project. */
export interface Plugin {
  readonly package: string;
  readonly version: string;
  /** The file that exports what the plugin adds. */
  readonly entry: string;
}

interface PackageManifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Marks a plugin: the path of its entry, relative to the manifest. */
  readonly prefect?: unknown;
}

/**
 * The plugins among the direct dependencies of the project that `directory` is in, by name. A plugin's `package.json`
 * has a field `"prefect"` with the path of its entry; nothing is loaded.
 */
export async function findPlugins(directory: string): Promise<readonly Plugin[]> {
  const project = await findManifest(directory, "package.json");
  if (project === null) return [];
  const { dependencies, devDependencies, optionalDependencies } = project.manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).toSorted();
  const plugins = await Promise.all(names.map((name) => readPlugin(name, dirname(project.file))));
  return plugins.filter((plugin) => plugin !== null);
}

async function readPlugin(name: string, projectDirectory: string): Promise<Plugin | null> {
  const installed = await findManifest(projectDirectory, join("node_modules", name, "package.json"));
  if (installed === null || typeof installed.manifest.prefect !== "string") return null;
  return {
    package: name,
    version: installed.manifest.version ?? "0.0.0",
    entry: join(dirname(installed.file), installed.manifest.prefect),
  };
}

/** The nearest such file, from the directory upwards, as Node.js looks for packages. */
async function findManifest(
  directory: string,
  path: string,
): Promise<{ readonly file: string; readonly manifest: PackageManifest } | null> {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, path);
    const source = await readFile(file, "utf8").catch(() => null);
    if (source !== null) return { file, manifest: parseManifest(source) };
    if (at === parse(at).root) return null;
  }
}

/** A manifest that cannot be read is the package manager's to report, and no plugin. */
function parseManifest(source: string): PackageManifest {
  try {
    return JSON.parse(source) ?? {};
  } catch {
    return {};
  }
}
