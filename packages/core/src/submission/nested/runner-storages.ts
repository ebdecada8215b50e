import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { StorageModule } from "../../contracts/storage-type.ts";
import type { NestedContext } from "../../engine/child/nested-submitters.ts";
import { registerStorageModule } from "../../storage/open-storage.ts";
import { toStorageModule } from "../../storage/storage-module.ts";

/** Has the storages of the run's pools opened by what the runner has beside it for that. */
export async function registerRunnerStorages({ directory, workPools }: NestedContext): Promise<void> {
  const runner = join(directory, "core", "dist", "runner.mjs");
  if (!existsSync(runner)) return;
  const storages = join(dirname(realpathSync(runner)), "storages");
  const steps = workPools.flatMap(({ storageConfiguration }) =>
    Object.values(storageConfiguration).flatMap((step) => Object.keys(step ?? {})),
  );
  for (const module of new Set(steps.map(toStorageModule))) {
    const path = join(storages, `${module}.mjs`);
    if (!existsSync(path)) continue;
    const url = pathToFileURL(path);
    const { default: loaded } = (await import(url.href)) as { readonly default: StorageModule };
    registerStorageModule({ ...loaded, runnerModule: url } as StorageModule);
  }
}
