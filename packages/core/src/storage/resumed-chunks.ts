import { retryTransient, type RetryTransientOptions } from "./retry-transient.ts";

/**
 * The chunks of an object whose connection may break: it is opened again at the byte where it broke. The backoff begins
 * anew with every chunk that arrives. `open` must throw where the object is no longer the one that it opened first.
 */
export async function* resumedChunks(
  open: (position: number) => Promise<AsyncIterable<Uint8Array>>,
  options: RetryTransientOptions,
): AsyncGenerator<Uint8Array, void> {
  let position = 0;
  let source: AsyncIterator<Uint8Array> | null = null;
  const reopened = (broken: { readonly error: unknown } | null): Promise<IteratorResult<Uint8Array>> => {
    let failure = broken;
    return retryTransient(async () => {
      // What broke is judged as the first attempt was.
      if (failure !== null) {
        const { error } = failure;
        failure = null;
        throw error;
      }
      try {
        source ??= (await open(position))[Symbol.asyncIterator]();
        return await source.next();
      } catch (error) {
        source = null;
        throw error;
      }
    }, options);
  };
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    options.signal?.throwIfAborted();
    if (source === null) return reopened(null);
    try {
      return await source.next();
    } catch (error) {
      source = null;
      return reopened({ error });
    }
  };
  let ended = false;
  try {
    for (let step = await next(); step.done !== true; step = await next()) {
      position += step.value.length;
      yield step.value;
    }
    ended = true;
  } finally {
    if (!ended) await closeSource(source);
  }
}

/** What closing a source that nobody reads any more throws is of no use to anybody. */
async function closeSource(source: AsyncIterator<Uint8Array> | null): Promise<void> {
  try {
    await source?.return?.();
  } catch {
    return;
  }
}
