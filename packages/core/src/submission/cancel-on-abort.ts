import { warn } from "./run-console.ts";

interface Cancellable {
  readonly flowRunId: string;
  cancel(): Promise<void>;
}

/** Cancels the run when the signal aborts before it has ended. */
export function cancelOnAbort(run: Cancellable, ended: Promise<unknown>, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const cancel = (): void => void run.cancel().catch((error) => warn(run.flowRunId, error));
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  const forget = (): void => signal.removeEventListener("abort", cancel);
  ended.then(forget, forget);
}
