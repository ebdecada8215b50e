import { FlowNeverSettledError } from "../../errors/flow-never-settled-error.ts";
import type { Interruption } from "./interruption.ts";

export interface ProcessWatch {
  /** Says that the run has ended: nothing that happens to the process changes how. */
  end(): void;
}

export interface ProcessWatchOptions {
  readonly interruption: Interruption;
  /** Called while the process exits before its run has ended. Must be synchronous. */
  onExit(message: string): void;
}

/** Makes an outcome of what would end the process without one. */
export function watchProcess({ interruption, onExit }: ProcessWatchOptions): ProcessWatch {
  let ended = false;
  process.on("uncaughtException", (error) => interruption.crash(error));
  process.on("unhandledRejection", (reason) => interruption.crash(reason));
  // Nothing of the engine keeps the event loop alive, so an empty one means that nothing can settle the flow.
  process.on("beforeExit", () => {
    if (!ended) interruption.crash(new FlowNeverSettledError());
  });
  process.on("exit", (code) => {
    if (!ended) onExit(`Execution was aborted by process.exit(${code}).`);
  });
  return {
    end() {
      ended = true;
    },
  };
}
