import type { SupervisedRun } from "./supervised-run.ts";
import { warn } from "./run-console.ts";

/** Cancels the run when the signal aborts before it has ended. */
export function cancelOnAbort(run: SupervisedRun, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const cancel = (): void => void run.cancel().catch((error) => warn(run.run.name, error));
  if (signal.aborted) return cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const forget = (): void => signal.removeEventListener("abort", cancel);
  run.ended.then(forget, forget);
}
