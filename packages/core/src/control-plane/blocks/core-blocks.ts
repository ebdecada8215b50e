import type { BlockClass } from "../../contracts/block.ts";
import type { Json } from "../../contracts/json.ts";
import { localFileSystemType, secretType } from "./built-in-blocks.ts";
import { defineBlock } from "./define-block.ts";

export interface LocalFileSystemData {
  /** Default: `PREFECT_LOCAL_STORAGE_PATH`. */
  readonly basepath?: string | null;
}

/** A directory in which results can be kept, where all who read and write them reach the same path. */
export const LocalFileSystem: BlockClass<LocalFileSystemData> = defineBlock(localFileSystemType);

export interface SecretData {
  readonly value: Json;
}

/** One secret value: `(await Secret.load("api-key")).data.value`. */
export const Secret: BlockClass<SecretData> = defineBlock(secretType);
