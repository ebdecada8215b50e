import type { WaitOptions } from "../contracts/flow-run-future.ts";
import { WaitTimeoutError } from "../errors/wait-timeout-error.ts";

/** `work`, or a rejection once the caller has waited enough; the work itself goes on. */
export async function withinWait<T>(
  work: Promise<T>,
  flowRunId: string,
  { timeoutSeconds, signal }: WaitOptions = {},
): Promise<T> {
  if (signal?.aborted === true) {
    // Whoever gives up waiting does not care how the work ends.
    work.catch(() => undefined);
    signal.throwIfAborted();
  }
  if (timeoutSeconds === undefined && signal === undefined) return await work;
  const { promise: enough, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => reject(new WaitTimeoutError({ flowRunId, timeoutSeconds })), timeoutSeconds * 1000);
  try {
    return await Promise.race([work, enough]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
