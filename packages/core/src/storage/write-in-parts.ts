import type { StorageBody } from "../contracts/storage.ts";
import { bodyChunks } from "./body-chunks.ts";

export interface PartedWriteOptions {
  /** The size of each part but the last, by its number from 1. */
  partBytes(number: number): number;
  /** How many parts are under way at once; memory holds about two more. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a store takes an object. */
export interface PartedTarget<Part, Answer> {
  /** Takes a body that is no larger than one part. */
  whole(bytes: Uint8Array, signal: AbortSignal): Promise<Answer>;
  /** Begins an object of several parts, or says that nothing needs to be written, and the answer. */
  begin(signal: AbortSignal): Promise<PartedObject<Part, Answer> | { readonly unneeded: Answer }>;
}

/** An object that is seen by nobody until it is complete. */
export interface PartedObject<Part, Answer> {
  /** Takes one part, numbered from 1; several at once. */
  part(bytes: Uint8Array, number: number, signal: AbortSignal): Promise<Part>;
  complete(parts: readonly Part[], signal: AbortSignal): Promise<Answer>;
  /** Throws away what was taken. Its errors are swallowed: the write has one already. */
  discard(): Promise<void>;
}

/**
 * Writes a body of any size with the memory of a few parts: in one request where it is small, else in parts beside each
 * other. The first failure, of the source or of a part, ends the rest and is what this rejects with, as it is.
 */
export async function writeInParts<Part, Answer>(
  body: StorageBody,
  { partBytes, concurrency, signal }: PartedWriteOptions,
  target: PartedTarget<Part, Answer>,
): Promise<Answer> {
  const failure = new AbortController();
  const ended = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
  const parts = toParts(bodyChunks(body, ended), partBytes);
  try {
    const first = await parts.next();
    const second = first.done === true ? first : await parts.next();
    if (second.done === true) return await target.whole(first.done === true ? new Uint8Array() : first.value, ended);
    const begun = await target.begin(ended);
    if ("unneeded" in begun) return begun.unneeded;
    const all = concatenate([first.value as Uint8Array, second.value], parts);
    try {
      const taken = await takeParts(all, { concurrency, failure, ended }, begun);
      return await begun.complete(taken, ended);
    } catch (error) {
      failure.abort(error);
      await begun.discard().catch(() => undefined);
      throw error;
    }
  } finally {
    await parts.return();
  }
}

/** Cuts chunks of any size into parts of the wanted ones; nothing where there are no bytes. */
export async function* toParts(
  chunks: AsyncIterable<Uint8Array>,
  partBytes: (number: number) => number,
): AsyncGenerator<Uint8Array, void> {
  let number = 1;
  let collected: Uint8Array[] = [];
  let missing = partBytes(number);
  for await (const chunk of chunks) {
    let rest = chunk;
    while (rest.length >= missing) {
      collected.push(rest.subarray(0, missing));
      rest = rest.subarray(missing);
      const part = joined(collected);
      collected = [];
      missing = partBytes(++number);
      yield part;
    }
    if (rest.length > 0) collected.push(rest);
    missing -= rest.length;
  }
  if (collected.length > 0) yield joined(collected);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

async function takeParts<Part, Answer>(
  parts: AsyncIterable<Uint8Array>,
  { concurrency, failure, ended }: { concurrency: number; failure: AbortController; ended: AbortSignal },
  object: PartedObject<Part, Answer>,
): Promise<Part[]> {
  const taken: Part[] = [];
  const running = new Set<Promise<void>>();
  const take = async (bytes: Uint8Array, index: number): Promise<void> => {
    taken[index] = await object.part(bytes, index + 1, ended);
  };
  try {
    let index = 0;
    for await (const bytes of parts) {
      const work: Promise<void> = take(bytes, index++)
        .catch((error: unknown) => failure.abort(error))
        .finally(() => running.delete(work));
      running.add(work);
      if (running.size >= concurrency) await Promise.race(running);
      ended.throwIfAborted();
    }
    await Promise.all(running);
    ended.throwIfAborted();
    return taken;
  } catch (error) {
    failure.abort(error);
    await Promise.all(running);
    throw error;
  }
}

async function* concatenate(
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* first;
  yield* rest;
}
