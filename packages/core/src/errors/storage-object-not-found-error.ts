import { PrefectError } from "./prefect-error.ts";

/** There is no object under the key. */
export class StorageObjectNotFoundError extends PrefectError {
  readonly storage: string;
  readonly key: string;

  constructor({ storage, key, cause }: { storage: string; key: string; cause?: unknown }) {
    super(`There is no object "${key}" in ${storage}. It was never written there, or it was deleted.`, { cause });
    this.storage = storage;
    this.key = key;
  }
}
