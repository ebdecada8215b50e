import { randomUUID } from "node:crypto";
import type { Storage } from "../contracts/storage.ts";

/** Where a storage says of itself what was found out about it. */
export const storageRecordKey = "storage.json";

const writers = 4;

/**
 * Whether of several concurrent `onlyIfAbsent` writes exactly one wins, and a later one loses: found out by doing it, as
 * some services take the condition and ignore it. Throws what the storage throws.
 */
export async function probeConditionalWrites(storage: Storage, signal?: AbortSignal): Promise<boolean> {
  const key = `probes/${randomUUID()}`;
  const options = { onlyIfAbsent: true, ...(signal === undefined ? {} : { signal }) };
  let isWritten = false;
  const write = async (text: string): Promise<string | null> => {
    const { created } = await storage.write(key, Buffer.from(text), options);
    isWritten = true;
    return created ? text : null;
  };
  try {
    const names = Array.from({ length: writers }, (_, index) => `writer ${String(index)}`);
    const winners = (await Promise.all(names.map(write))).filter((name) => name !== null);
    const late = await write("late");
    return winners.length === 1 && late === null && (await readText(storage, key)) === winners[0];
  } finally {
    if (isWritten) await storage.delete(key).catch(() => undefined);
  }
}

/** Keeps what the probe found out with the storage itself, where every submitter finds it. */
export async function recordConditionalWrites(storage: Storage, conditionalWrites: boolean): Promise<void> {
  const record = { formatVersion: 1, conditionalWrites, probedAt: new Date().toISOString() };
  await storage.write(storageRecordKey, Buffer.from(JSON.stringify(record)));
}

const recorded = new WeakMap<Storage, Promise<boolean>>();

/** The storage with what was recorded about it; a storage that nobody probed is what it says itself. Reads once. */
export async function withRecordedFacts(storage: Storage): Promise<Storage> {
  const reading = recorded.get(storage) ?? readRecord(storage);
  recorded.set(storage, reading);
  const conditionalWrites = await reading;
  return conditionalWrites === storage.conditionalWrites ? storage : saying(storage, conditionalWrites);
}

async function readRecord(storage: Storage): Promise<boolean> {
  try {
    const record = JSON.parse(await readText(storage, storageRecordKey)) as { readonly conditionalWrites?: unknown };
    return typeof record.conditionalWrites === "boolean" ? record.conditionalWrites : storage.conditionalWrites;
  } catch {
    // Whatever is wrong with the storage is said better by what needs it.
    return storage.conditionalWrites;
  }
}

function saying(storage: Storage, conditionalWrites: boolean): Storage {
  return {
    specificationVersion: storage.specificationVersion,
    conditionalWrites,
    describe: () => storage.describe(),
    reference: () => storage.reference(),
    read: (key, options) => storage.read(key, options),
    write: (key, body, options) => storage.write(key, body, options),
    exists: (key) => storage.exists(key),
    list: (prefix) => storage.list(prefix),
    delete: (key) => storage.delete(key),
  };
}

async function readText(storage: Storage, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
