import { FlowNeverSettledError } from "../../errors/flow-never-settled-error.ts";
import type { Interruption } from "./interruption.ts";

export interface ProcessWatch {
  /** Says that the run has ended: nothing that happens to the process changes how. */
  end(): void;
  /** Whether the error is one that nobody caught. */
  isUncaught(error: unknown): boolean;
}

/** What Node.js itself ends with after an error that nobody caught. */
export const uncaughtExitCode = 1;

export interface ProcessWatchOptions {
  readonly interruption: Interruption;
  /** Called while the process exits before its run has ended. Must be synchronous. */
  onExit(message: string, exitCode: number): void;
}

/** Makes an outcome of what would end the process without one. */
export function watchProcess({ interruption, onExit }: ProcessWatchOptions): ProcessWatch {
  let ended = false;
  const uncaught: unknown[] = [];
  const crash = (error: unknown): void => {
    uncaught.push(error);
    interruption.crash(error);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  // Nothing of the engine keeps the event loop alive, so an empty one means that nothing can settle the flow.
  process.on("beforeExit", () => {
    if (!ended) interruption.crash(new FlowNeverSettledError());
  });
  process.on("exit", (code) => {
    if (!ended) onExit(`Execution was aborted by process.exit(${code}).`, code);
  });
  return {
    end() {
      ended = true;
    },
    isUncaught: (error) => uncaught.includes(error),
  };
}
