import type { StorageBody } from "../contracts/storage.ts";

/**
 * The chunks of a body. An abort rejects at once, even while the source is silent; the source is closed without
 * waiting for it then.
 */
export async function* bodyChunks(body: StorageBody, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  signal?.throwIfAborted();
  if (!isStream(body)) {
    yield body;
    return;
  }
  if (signal === undefined) {
    yield* body;
    return;
  }
  yield* abortableChunks(body[Symbol.asyncIterator](), signal);
}

function isStream(body: StorageBody): body is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in body;
}

async function* abortableChunks(
  source: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  let abortStep: (reason: unknown) => void = () => undefined;
  const abort = (): void => abortStep(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  let ended = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      // A promise of its own for each step: one for all of them would keep every chunk for as long as it is pending.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        abortStep = reject;
        source.next().then(resolve, reject);
      });
      if (next.done === true) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    if (!ended) void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}
