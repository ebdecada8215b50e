import { isJsonObject, type JsonObject } from "../contracts/json.ts";
import type { StorageReference } from "../contracts/storage.ts";
import { StorageStepError } from "../errors/storage-step-error.ts";
import { directoryStorageModule } from "../storage/directory-storage.ts";
import { toStorageModule } from "../storage/storage-module.ts";

const RESERVED = new Set(["requires", "launcher"]);

/**
 * The storage that a pool's bundle step, `{ "<module>": { ...arguments } }`, names. Prefect's command line writes
 * `prefect_aws.experimental.bundles.upload` where newer versions say `prefect_aws.bundles.upload`: both are the module
 * `prefect_aws.bundles`.
 */
export function toStorageReference(step: JsonObject, workPool: string): StorageReference {
  const { module, stepArguments } = onlyEntry(step, workPool);
  return {
    module: toStorageModule(module),
    arguments: Object.fromEntries(Object.entries(stepArguments).filter(([name]) => !RESERVED.has(name))),
  };
}

/**
 * The words that a step wants before the runner's path, where it names any. A step of Prefect's own modules serves Python
 * flows too, and its launcher is meant for them.
 */
export function stepLauncher(step: JsonObject): readonly string[] | null {
  const [[module, stepArguments] = []] = Object.entries(step);
  if (module === undefined || toStorageModule(module) !== directoryStorageModule || !isJsonObject(stepArguments))
    return null;
  const { launcher } = stepArguments;
  return Array.isArray(launcher) ? (launcher as readonly string[]) : null;
}

function onlyEntry(step: JsonObject, workPool: string): { module: string; stepArguments: JsonObject } {
  const [entry, ...others] = Object.entries(step);
  if (entry === undefined || others.length > 0) {
    throw new StorageStepError({ workPool, problem: "expected exactly one function in step" });
  }
  const [module, stepArguments] = entry;
  if (!isJsonObject(stepArguments)) {
    throw new StorageStepError({ workPool, problem: `the arguments of '${module}' are no object` });
  }
  return { module, stepArguments };
}
