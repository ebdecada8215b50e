import type { FlowRunReference } from "./flow-run.ts";
import type { LogRecord } from "./log-record.ts";
import type { State } from "./state.ts";

/** Limits how long a waiting method waits; neither ends the run. */
export interface WaitOptions {
  /** After this many seconds the method rejects with `WaitTimeoutError`. Default: no limit. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

export interface LogOptions {
  /** Whether to go on until the run has ended. Default: true. */
  readonly follow?: boolean;
  /** Only records at or after this time. */
  readonly since?: Date;
  readonly signal?: AbortSignal;
}

/** A run that was submitted. It is not a promise: awaiting it gives the future itself. */
export interface FlowRunFuture<R> {
  readonly flowRunId: string;
  state(): Promise<State>;
  /** Resolves once the run is in a terminal state, whichever it is. */
  wait(options?: WaitOptions): Promise<State>;
  /** What the flow returned, or a throw of what it threw or of what its infrastructure did. */
  result(options?: WaitOptions): Promise<R>;
  logs(options?: LogOptions): AsyncIterable<LogRecord>;
  /** Cancels the run; resolves once its infrastructure is gone. */
  cancel(): Promise<void>;
  /** Lets this process exit while the run goes on; `attach` finds it again. */
  detach(): void;
  toJSON(): FlowRunReference;
}
