import type { Storage, StorageObject, StorageReadOptions } from "../contracts/storage.ts";

export function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export async function readText(storage: Storage, key: string, options?: StorageReadOptions): Promise<string> {
  return (await readBuffer(storage, key, options)).toString();
}

export async function readBuffer(storage: Storage, key: string, options?: StorageReadOptions): Promise<Buffer> {
  return Buffer.concat(await collect(storage.read(key, options)));
}

export async function listObjects(storage: Storage, prefix: string): Promise<readonly StorageObject[]> {
  return collect(storage.list(prefix));
}

export async function listKeys(storage: Storage, prefix: string): Promise<readonly string[]> {
  return (await listObjects(storage, prefix)).map(({ key }) => key);
}

/** Bytes that no two positions nearby share, so that a shifted or repeated part shows. */
export function patternBytes(length: number): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let index = 0; index < words.length; index++) words[index] = Math.imul(index, 2654435761);
  return Buffer.from(words.buffer, 0, length);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
