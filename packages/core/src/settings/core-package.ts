import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The name under which users import this package. */
export const corePackageName = "prefect-core";

let root: string | undefined;

/** The directory of this package, the same from its sources and from its build. */
export function corePackageRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return root;
}

function findRoot(directory: string): string {
  const file = join(directory, "package.json");
  if (existsSync(file)) {
    const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown };
    if (name === corePackageName) return directory;
  }
  const parent = dirname(directory);
  // Installed packages always carry their package.json.
  return parent === directory ? directory : findRoot(parent);
}
