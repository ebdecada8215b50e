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
  const buffers = createPartBuffers();
  const parts = toParts(bodyChunks(body, ended), partBytes, buffers);
  try {
    const first = await parts.next();
    const second = first.done === true ? first : await parts.next();
    if (second.done === true) return await target.whole(first.done === true ? new Uint8Array() : first.value, ended);
    const begun = await target.begin(ended);
    if ("unneeded" in begun) return begun.unneeded;
    const all = concatenate([first.value as Uint8Array, second.value], parts);
    try {
      const taken = await takeParts(all, { concurrency, failure, ended, buffers }, begun);
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

/**
 * Cuts chunks of any size into parts of the wanted ones; nothing where there are no bytes. Every part but the first is
 * in a buffer of `buffers`, unless a chunk holds all of it.
 */
export async function* toParts(
  chunks: AsyncIterable<Uint8Array>,
  partBytes: (number: number) => number,
  buffers: PartBuffers = createPartBuffers(),
): AsyncGenerator<Uint8Array, void> {
  let number = 1;
  let part = collectChunks(partBytes(number));
  for await (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0;) {
      rest = rest.subarray(part.add(rest));
      if (!part.isFull()) continue;
      yield part.bytes();
      part = fillBuffer(partBytes(++number), buffers);
    }
  }
  const last = part.bytes();
  if (last.length > 0) yield last;
}

/** A part that grows. */
interface GrowingPart {
  /** Takes the beginning of a chunk, and answers how much of it. */
  add(chunk: Uint8Array): number;
  isFull(): boolean;
  bytes(): Uint8Array;
}

/** Takes no more memory than there are bytes, as most bodies are small. */
function collectChunks(size: number): GrowingPart {
  const collected: Uint8Array[] = [];
  let missing = size;
  return {
    add(chunk) {
      const taken = chunk.subarray(0, missing);
      collected.push(taken);
      missing -= taken.length;
      return taken.length;
    },
    isFull: () => missing === 0,
    bytes: () => (collected.length === 1 ? (collected[0] as Uint8Array) : Buffer.concat(collected)),
  };
}

/** Takes memory that is used again: what a garbage collector finds late would be a multiple of what is under way. */
function fillBuffer(size: number, buffers: PartBuffers): GrowingPart {
  let whole: Uint8Array | null = null;
  let buffer: Uint8Array | null = null;
  let filled = 0;
  return {
    add(chunk) {
      const taken = chunk.subarray(0, size - filled);
      if (taken.length === size) whole = taken;
      else (buffer ??= buffers.take(size)).set(taken, filled);
      filled += taken.length;
      return taken.length;
    },
    isFull: () => filled === size,
    bytes: () => whole ?? buffer?.subarray(0, filled) ?? new Uint8Array(),
  };
}

interface PartBuffers {
  take(size: number): Uint8Array;
  /** Takes back a part that nothing reads any more; others than its own are left to the garbage collector. */
  giveBack(part: Uint8Array): void;
}

function createPartBuffers(): PartBuffers {
  const own = new WeakSet<ArrayBufferLike>();
  const free: Uint8Array[] = [];
  return {
    take(size) {
      const found = free.findIndex((buffer) => buffer.length === size);
      const [known] = found === -1 ? [] : free.splice(found, 1);
      const buffer = known ?? new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
      own.add(buffer.buffer);
      return buffer;
    },
    giveBack(part) {
      if (own.has(part.buffer)) free.push(new Uint8Array(part.buffer));
    },
  };
}

interface PartsUnderWay {
  readonly concurrency: number;
  readonly failure: AbortController;
  readonly ended: AbortSignal;
  readonly buffers: PartBuffers;
}

async function takeParts<Part, Answer>(
  parts: AsyncIterable<Uint8Array>,
  { concurrency, failure, ended, buffers }: PartsUnderWay,
  object: PartedObject<Part, Answer>,
): Promise<Part[]> {
  const taken: Part[] = [];
  const running = new Set<Promise<void>>();
  const take = async (bytes: Uint8Array, index: number): Promise<void> => {
    taken[index] = await object.part(bytes, index + 1, ended);
    // Only now: a request that failed may still be reading it.
    buffers.giveBack(bytes);
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
