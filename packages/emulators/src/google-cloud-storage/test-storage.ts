import { startStorageEmulator, type StorageEmulator } from "./storage-emulator.ts";

/** The bucket that tests have. */
export const bucket = "data";

export interface TestStorage extends StorageEmulator, AsyncDisposable {
  /** Where uploads of the bucket begin. */
  uploads(query: Readonly<Record<string, string>>): string;
  object(name: string, query?: Readonly<Record<string, string>>): string;
  /** Creates an object in one request. */
  insert(name: string, bytes: Uint8Array | string, query?: Readonly<Record<string, string>>): Promise<Response>;
}

export async function startTestStorage(): Promise<TestStorage> {
  const emulator = await startStorageEmulator();
  emulator.createBucket(bucket);
  const uploads: TestStorage["uploads"] = (query) =>
    `${emulator.url}/upload/storage/v1/b/${bucket}/o?${new URLSearchParams(query)}`;
  return {
    ...emulator,
    uploads,
    object: (name, query = {}) =>
      `${emulator.url}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}?${new URLSearchParams(query)}`,
    insert: (name, bytes, query = {}) =>
      fetch(uploads({ uploadType: "media", name, ...query }), { method: "POST", body: Buffer.from(bytes) }),
    [Symbol.asyncDispose]: emulator.close,
  };
}
