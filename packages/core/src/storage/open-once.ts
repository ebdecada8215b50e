import { createHash } from "node:crypto";
import type { JsonObject } from "../contracts/json.ts";
import type { Storage } from "../contracts/storage.ts";
import type { StorageCredentials, StorageModule } from "../contracts/storage-type.ts";

const opened = new WeakMap<StorageModule, Map<string, Promise<Storage>>>();

/** Opens a storage, or gives the one that was opened with the same arguments and credentials: one SDK client serves all. */
export function openOnce(
  storageModule: StorageModule,
  storageArguments: JsonObject,
  credentials: StorageCredentials | null,
): Promise<Storage> {
  const known = opened.get(storageModule) ?? new Map<string, Promise<Storage>>();
  opened.set(storageModule, known);
  const place = createHash("sha256")
    .update(JSON.stringify([storageArguments, credentials]))
    .digest("hex");
  const earlier = known.get(place);
  if (earlier !== undefined) return earlier;
  const opening = storageModule.open(storageArguments, { credentials });
  known.set(place, opening);
  opening.catch(() => known.delete(place));
  return opening;
}
