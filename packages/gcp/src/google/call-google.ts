import { toGoogleError, type GoogleRequestContext } from "./to-google-error.ts";

/** So long a call without an answer is waited for. */
const callTimeoutMilliseconds = 60_000;

/** What a method of a gRPC client takes beside its request; it writes into it, so that each call needs its own. */
export function callOptions(): { readonly timeout: number } {
  return { timeout: callTimeoutMilliseconds };
}

/** One call of a gRPC client, which is not repeated. Throws `GoogleApiError` and its kin, and `GoogleUnreachableError`. */
export async function callGoogle<T>(
  context: GoogleRequestContext,
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call(), aborted.promise]);
  } catch (error) {
    signal?.throwIfAborted();
    throw toGoogleError(error, context);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
