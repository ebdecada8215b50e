import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EngineNotBuiltError } from "../errors/engine-not-built-error.ts";
import { type BundlePart, toBundlePart } from "./bundle-part.ts";
import { corePackageRoot } from "../settings/core-package.ts";
import { engineKey } from "./run-layout.ts";

let loaded: Promise<BundlePart> | undefined;

/**
 * The prebuilt engine that runs flows in other processes, read and compressed once per process.
 *
 * @throws EngineNotBuiltError where the package's `dist` has none
 */
export function loadEngineArtifact(): Promise<BundlePart> {
  loaded ??= readEngine().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function readEngine(): Promise<BundlePart> {
  const path = join(corePackageRoot(), "dist", "engine.mjs");
  try {
    return toBundlePart(engineKey, await readFile(path));
  } catch (cause) {
    throw new EngineNotBuiltError({ path, cause });
  }
}
