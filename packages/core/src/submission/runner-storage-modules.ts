import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunnerCommand } from "../contracts/infrastructure-type.ts";
import type { DeliveredFile } from "../contracts/launcher.ts";
import { storageModulesVariable } from "../contracts/runner-storage.ts";
import type { StorageReference } from "../contracts/storage.ts";
import type { StorageModule } from "../contracts/storage-type.ts";
import { RunnerNotBuiltError } from "../errors/runner-not-built-error.ts";
import { toStorageModule } from "../storage/storage-module.ts";
import { findStorageModule } from "../storage/storage-types.ts";

/** What a runner needs to open storages that it does not know itself. */
export interface RunnerStorageModules {
  readonly files: readonly DeliveredFile[];
  readonly env: Readonly<Record<string, string>>;
}

type NeededModules = readonly (Pick<StorageReference, "module"> | null)[];

const loaded = new Map<string, Promise<Buffer>>();

/**
 * The modules of a run's storages: beside a runner that is delivered, by their paths to one on this machine, and
 * nothing to one in an image, which has them beside it. Throws `RunnerNotBuiltError`.
 */
export async function toRunnerStorageModules(
  runner: RunnerCommand,
  needed: NeededModules,
): Promise<RunnerStorageModules> {
  const modules = await findPrebuilt(needed);
  if (modules.length === 0) return { files: [], env: {} };
  if (runner.isLocal === true) {
    const paths = modules.map(({ module, path }) => [toStorageModule(module), path] as const);
    return { files: [], env: { [storageModulesVariable]: JSON.stringify(Object.fromEntries(paths)) } };
  }
  const runnerPath = runner.prefix.at(-1);
  if (runner.isDelivered !== true || runnerPath === undefined) return { files: [], env: {} };
  const directory = posix.join(posix.dirname(runnerPath), "storages");
  return { files: await Promise.all(modules.map((each) => toDeliveredFile(each, directory))), env: {} };
}

interface PrebuiltModule {
  readonly module: string;
  readonly path: string;
}

async function findPrebuilt(needed: NeededModules): Promise<readonly PrebuiltModule[]> {
  const names = new Set(needed.flatMap((reference) => (reference === null ? [] : [reference.module])));
  const found = await Promise.all([...names].map(findStorageModule));
  return found.flatMap((storageModule) => {
    const url = runnerModuleOf(storageModule);
    return url === null ? [] : [{ module: storageModule.module, path: fileURLToPath(url) }];
  });
}

function runnerModuleOf(storageModule: StorageModule): URL | null {
  return "runnerModule" in storageModule ? (storageModule.runnerModule as URL) : null;
}

async function toDeliveredFile({ module, path }: PrebuiltModule, directory: string): Promise<DeliveredFile> {
  const bytes = await loadOnce(path);
  return {
    path: posix.join(directory, `${toStorageModule(module)}.mjs`),
    bytes: bytes.byteLength,
    content: async function* () {
      yield bytes;
    },
  };
}

function loadOnce(path: string): Promise<Buffer> {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const loading = readFile(path).catch((cause: unknown) => {
    loaded.delete(path);
    throw new RunnerNotBuiltError({ path, cause });
  });
  loaded.set(path, loading);
  return loading;
}
