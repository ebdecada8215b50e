import { randomUUID } from "node:crypto";
import type { FlowDefinition } from "../../contracts/flow.ts";
import type { Json } from "../../contracts/json.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { ResultStorageError } from "../../errors/result-storage-error.ts";
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
  const block = await findBlock(client, options.resultStorage ?? settings.resultsDefaultStorageBlock ?? undefined);
  return await writeResult(value, {
    key: randomUUID().replaceAll("-", ""),
    serializer: options.resultSerializer,
    basepath: block?.basepath ?? settings.localStoragePath,
    blockDocumentId: block?.id ?? null,
  });
}

async function findBlock(
  client: PrefectClient,
  resultStorage: FlowDefinition["options"]["resultStorage"],
): Promise<{ readonly id: string; readonly basepath: string } | null> {
  if (resultStorage === undefined) return null;
  const [slug = "", name = ""] = typeof resultStorage === "string" ? resultStorage.split("/") : [];
  const block =
    typeof resultStorage === "string"
      ? await client.readBlockDocumentByName(slug, name)
      : await client.readBlockDocument(resultStorage.blockDocumentId);
  const shown = typeof resultStorage === "string" ? resultStorage : resultStorage.blockDocumentId;
  if (block === null) throw new ResultStorageError({ resultStorage: shown, problem: "there is no such block" });
  const basepath = block.data["basepath"];
  if (block.block_type?.slug !== "local-file-system" || typeof basepath !== "string") {
    throw new ResultStorageError({
      resultStorage: shown,
      problem: "a flow that runs here keeps results in local-file-system blocks only",
    });
  }
  return { id: block.id, basepath };
}
