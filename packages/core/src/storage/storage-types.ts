import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { StorageBlock, StorageModule, StorageType } from "../contracts/storage-type.ts";
import { UnknownStorageModuleError } from "../errors/unknown-storage-module-error.ts";
import { loadPlugins } from "../settings/plugins/load-plugins.ts";
import { localStorageType } from "./local-storage-type.ts";
import { knownStorageModule, knownStorageModules } from "./open-storage.ts";
import { toStorageModule } from "./storage-module.ts";

/** The kinds of storage that can be used from a directory: the local one, and those of its project's plugins. */
export async function discoverStorageTypes(directory: string): Promise<readonly StorageType[]> {
  const plugins = await loadPlugins(directory);
  return [localStorageType, ...plugins.flatMap((plugin) => plugin.exports.storageTypes ?? [])];
}

/**
 * What opens the storage of a step: registered here, or brought by a plugin of the project that this process works in or
 * was started from. Throws `UnknownStorageModuleError` with the package to install.
 */
export async function findStorageModule(stepModule: string): Promise<StorageModule> {
  const known = knownStorageModule(stepModule);
  if (known !== null) return known;
  const module = toStorageModule(stepModule);
  for (const directory of projectDirectories()) {
    const found = (await discoverStorageTypes(directory)).find((type) => type.module === module);
    if (found !== undefined) return found;
  }
  throw new UnknownStorageModuleError({ module, known: knownStorageModules().map((each) => each.module) });
}

/** A type of block that is a place in a kind of storage. */
export interface FoundStorageBlock {
  readonly type: StorageType;
  readonly block: StorageBlock;
}

/** The kind of storage that blocks of a type are places in; `null` where nothing that is installed knows any. */
export async function findStorageBlock(blockTypeSlug: string): Promise<FoundStorageBlock | null> {
  const known = findBlock([localStorageType, ...knownStorageModules().filter(isStorageType)], blockTypeSlug);
  if (known !== null) return known;
  for (const directory of projectDirectories()) {
    const found = findBlock(await discoverStorageTypes(directory), blockTypeSlug);
    if (found !== null) return found;
  }
  return null;
}

function findBlock(types: readonly StorageType[], blockTypeSlug: string): FoundStorageBlock | null {
  for (const type of types) {
    const block = [type.resultBlock, ...(type.otherBlocks ?? [])].find((each) => each.blockTypeSlug === blockTypeSlug);
    if (block !== undefined) return { type, block };
  }
  return null;
}

function isStorageType(storageModule: StorageModule): storageModule is StorageType {
  return "resultBlock" in storageModule;
}

/** A script may be run from elsewhere than its project. */
function projectDirectories(): readonly string[] {
  return [...new Set([process.cwd(), ...scriptDirectory()])];
}

function scriptDirectory(): readonly string[] {
  const script = process.argv[1];
  try {
    return script === undefined ? [] : [dirname(realpathSync(script))];
  } catch {
    return [];
  }
}
