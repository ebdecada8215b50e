import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { storageModulesVariable } from "../contracts/runner-storage.ts";
import type { StorageModule } from "../contracts/storage-type.ts";
import { RunnerStorageError } from "../errors/runner-storage-error.ts";
import { RunnerUsageError } from "../errors/runner-usage-error.ts";
import { knownStorageModule } from "../storage/open-storage.ts";
import { toStorageModule } from "../storage/storage-module.ts";
import type { Environment } from "./runner-settings.ts";

/**
 * What opens the storage of a step: part of the runner, or a file that it was told of, or `storages/<module>.mjs` beside
 * it. Throws `RunnerStorageError` and `RunnerUsageError`.
 */
export async function loadStorageModule(stepModule: string, environment: Environment): Promise<StorageModule> {
  const known = knownStorageModule(stepModule);
  if (known !== null) return known;
  const module = toStorageModule(stepModule);
  if (!/^[\w.-]+$/u.test(module) || module.startsWith(".")) {
    throw new RunnerUsageError({ problem: `${JSON.stringify(stepModule)} is not the name of a storage module.` });
  }
  const path = toldPaths(environment)[module] ?? join(import.meta.dirname, "storages", `${module}.mjs`);
  if (!existsSync(path)) {
    throw new RunnerStorageError({
      module,
      problem: `this runner has no ${path}`,
      mend:
        "Use the runner image of the submitter's release, or add its files to your own: " +
        "`COPY --from=prefecthq/prefect-typescript-runner /opt/prefect /opt/prefect`.",
    });
  }
  return await importModule(module, path);
}

async function importModule(module: string, path: string): Promise<StorageModule> {
  try {
    const { default: loaded } = (await import(pathToFileURL(path).href)) as { readonly default: StorageModule };
    if (typeof loaded?.open === "function") return loaded;
  } catch (cause) {
    throw new RunnerStorageError({ module, problem: `${path} cannot be loaded`, mend: "Install it again.", cause });
  }
  throw new RunnerStorageError({ module, problem: `${path} exports no storage module`, mend: "Install it again." });
}

function toldPaths(environment: Environment): Readonly<Record<string, string>> {
  const text = environment[storageModulesVariable];
  if (!text) return {};
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    throw new RunnerUsageError({ problem: `${storageModulesVariable} is not JSON.` });
  }
}
