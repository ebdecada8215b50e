import type { JsonObject } from "./json.ts";

/** What can be written: one buffer, or a stream of them. */
export type StorageBody = Uint8Array | AsyncIterable<Uint8Array>;

export interface StorageReadOptions {
  /** First byte wanted, from 0, and how many; a range past the end gives what there is. Default: all. */
  readonly range?: { readonly offset: number; readonly length: number };
  readonly signal?: AbortSignal;
}

export interface StorageWriteOptions {
  /** Whether an existing object stays as it is and the write answers `{ created: false }`. Default: false. */
  readonly onlyIfAbsent?: boolean;
  readonly signal?: AbortSignal;
}

export interface StorageObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/**
 * Bytes by key. Keys are `/`-separated, relative, without `.` or `..` parts. An object is visible whole or not at all,
 * and a reader that starts after a write has resolved sees it. A storage knows nothing of flows.
 */
export interface Storage {
  readonly specificationVersion: "v1";
  /** For messages: `directory /home/me/.prefect/storage`, `s3://bucket/prefix`. Never a credential. */
  describe(): string;
  /**
   * Enough for another process to open the same storage through `openStorage`, without credentials; `null` where no
   * other process can, as for memory.
   */
  reference(): StorageReference | null;
  /** Whether concurrent `onlyIfAbsent` writes have exactly one winner. Without it infrastructure retries are refused. */
  readonly conditionalWrites: boolean;
  /** Throws `StorageObjectNotFoundError` before the first chunk where there is no such object. */
  read(key: string, options?: StorageReadOptions): AsyncIterable<Uint8Array>;
  write(key: string, body: StorageBody, options?: StorageWriteOptions): Promise<{ readonly created: boolean }>;
  exists(key: string): Promise<boolean>;
  /** Every object whose key starts with `prefix`, in the order of keys. */
  list(prefix: string): AsyncIterable<StorageObject>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /**
   * Removes what writers that died left of objects they were writing, begun before a time, and answers how many. Absent
   * where the service does that itself, or a dead writer leaves nothing.
   */
  removeUnfinishedWrites?(before: Date): Promise<number>;
}

/** The step module that opens a storage, and its arguments, as Prefect's bundle steps write them. */
export interface StorageReference {
  /** `prefect_core.bundles` for a directory; `prefect_aws.bundles` and its kin for clouds. */
  readonly module: string;
  readonly arguments: JsonObject;
}
