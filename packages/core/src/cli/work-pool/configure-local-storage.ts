import { join, resolve } from "node:path";
import type { JsonObject } from "../../contracts/json.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { saveResultStorageBlock } from "./result-storage-block.ts";
import { resolveLaunchers, type LauncherOptions } from "./launchers.ts";
import { requireWorkPool } from "./require-work-pool.ts";

interface LocalStorageOptions extends LauncherOptions {
  readonly basepath?: string;
}

/**
 * `prefect work-pool storage configure local NAME`: bundles and results in one directory. The pool is looked up before
 * anything is written.
 */
export async function configureLocalStorage(
  context: CliContext,
  name: string,
  options: LocalStorageOptions,
): Promise<void> {
  const launchers = resolveLaunchers(options);
  const basepath = resolve(context.environment.cwd, options.basepath ?? join(context.settings().home, "storage"));
  const client = await context.openControlPlane();
  await requireWorkPool(client, name);
  const resultBlock = await saveResultStorageBlock(client, name, {
    blockTypeSlug: "local-file-system",
    data: { basepath },
  });
  await client.updateWorkPool(name, {
    storage_configuration: {
      bundle_upload_step: { "prefect_core.bundles.upload": withLauncher({ basepath }, launchers.upload) },
      bundle_execution_step: { "prefect_core.bundles.execute": withLauncher({ basepath }, launchers.execution) },
      default_result_storage_block_id: resultBlock,
    },
  });
  context.print(context.paint("green", `Configured local storage for work pool ${quote(name)}`));
}

function withLauncher(step: JsonObject, launcher: readonly string[] | null): JsonObject {
  return launcher === null ? step : { ...step, launcher };
}
