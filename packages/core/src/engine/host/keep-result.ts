import { randomUUID } from "node:crypto";
import type { FlowDefinition } from "../../contracts/flow.ts";
import type { Json } from "../../contracts/json.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { Settings } from "../../settings/settings.ts";

/**
 * Stores what a flow returned where it asks for that, and gives Prefect's description of it for the state. Without a
 * block, results go to the local storage path, under their absolute path as Prefect's keys are there.
 */
export async function keepResult(
  client: PrefectClient,
  settings: Settings,
  { options }: FlowDefinition,
  value: unknown,
): Promise<Json | undefined> {
  const asked = options.resultStorage !== undefined || options.resultSerializer !== undefined;
  if (!(options.persistResult ?? (asked || settings.resultsPersistByDefault))) return undefined;
  const { writeResult } = await import("./write-result.ts");
  return await writeResult(client, value, {
    key: randomUUID().replaceAll("-", ""),
    serializer: options.resultSerializer,
    resultStorage: options.resultStorage ?? settings.resultsDefaultStorageBlock ?? null,
    localStoragePath: settings.localStoragePath,
  });
}
