import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import type { ExternalPackage } from "../layer/external-package.ts";
import { breaksWhenBundled, isNative } from "../layer/native-packages.ts";
import { findPackage, installedPackageOf, type InstalledPackage } from "./resolve-package.ts";

/** What becomes of the imports of a package. */
export type PackageTreatment =
  | { readonly kind: "bundle" }
  | { readonly kind: "plugin"; readonly directory: string }
  | { readonly kind: "external"; readonly external: ExternalPackage };

/** Decides once per package and importing directory, which is what makes the answer. */
export function createPackageTreatment(
  named: readonly string[],
): (name: string, from: string, isRequired: boolean) => PackageTreatment {
  const known = new Map<string, PackageTreatment>();
  return (name, from, isRequired) => {
    const key = `${name}\0${from}\0${isRequired}`;
    let treatment = known.get(key);
    if (treatment === undefined) {
      treatment = treat(findPackage(name, from), { name, from, isRequired, isNamed: named.includes(name) });
      known.set(key, treatment);
    }
    return treatment;
  };
}

interface Import {
  readonly name: string;
  readonly from: string;
  /** Whether it is an `import`, and not a `require` that may fail. */
  readonly isRequired: boolean;
  readonly isNamed: boolean;
}

function treat(found: InstalledPackage | null, { name, from, isRequired, isNamed }: Import): PackageTreatment {
  if (found === null) return { kind: "bundle" };
  const { directory, manifest } = found;
  if (manifest.prefect !== undefined) return { kind: "plugin", directory };
  const isOwn = !directory.includes(`${sep}node_modules${sep}`);
  const isExternal =
    isNamed || (!isOwn && (breaksWhenBundled(name) || isNative(manifest, existsSync(join(directory, "binding.gyp")))));
  if (!isExternal) return { kind: "bundle" };
  return {
    kind: "external",
    external: {
      name,
      version: manifest.version ?? "",
      directory,
      isOptional: !isNamed && isOptionalFor(installedPackageOf(from), name, isRequired),
    },
  };
}

/** Whether a package that imports another says that it does without it; the project's own code never does. */
function isOptionalFor(importer: InstalledPackage | null, name: string, isRequired: boolean): boolean {
  if (importer === null) return false;
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = importer.manifest;
  if (name in optionalDependencies || peerDependenciesMeta[name]?.optional === true) return true;
  return !isRequired && !(name in dependencies) && !(name in peerDependencies);
}
