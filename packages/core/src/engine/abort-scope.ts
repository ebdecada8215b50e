import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import type { ActiveRun } from "./active-run.ts";
import { describeError } from "./describe-error.ts";
import type { FlowRunSession } from "./flow-runtime.ts";

/** The signal of one attempt, for as long as the attempt goes on. */
export interface AbortScope {
  readonly controller: AbortController;
  /** Stops listening to what may end the attempt. */
  close(): void;
}

/** A signal that aborts when the run that this one is part of does, or when the run is interrupted from outside. */
export function openAbortScope(session: FlowRunSession, parent: ActiveRun | null): AbortScope {
  const controller = new AbortController();
  const parentSignal = parent?.context.signal;
  const onParentAbort = (): void => {
    const reason = `the run that it is part of ended: ${describeError(parentSignal?.reason)}`;
    controller.abort(new FlowRunCancelledError({ flowRunName: session.name, reason }));
  };
  const onInterruption = (): void => controller.abort(session.interruption.reason);
  const sources = [
    [parentSignal, onParentAbort],
    [session.interruption, onInterruption],
  ] as const;
  for (const [signal, listener] of sources) {
    if (signal?.aborted === true) listener();
    else signal?.addEventListener("abort", listener, { once: true });
  }
  return {
    controller,
    close: () => {
      for (const [signal, listener] of sources) signal?.removeEventListener("abort", listener);
    },
  };
}
