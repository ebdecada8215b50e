import type { JsonObject } from "../contracts/json.ts";
import type { StorageType } from "../contracts/storage-type.ts";

/**
 * A pool's step as Prefect's command line writes it: the storage's arguments, then the launcher where one is wanted,
 * else what Python has to install. Pure.
 */
export function toStorageStep(
  { module, requires }: Pick<StorageType, "module" | "requires">,
  side: "upload" | "execute",
  storageArguments: JsonObject,
  launcher: readonly string[] | null,
): JsonObject {
  const name = requires === undefined ? module : module.replace(/\.bundles$/u, ".experimental.bundles");
  const start = launcher === null ? (requires === undefined ? {} : { requires }) : { launcher };
  return { [`${name}.${side}`]: { ...storageArguments, ...start } };
}
