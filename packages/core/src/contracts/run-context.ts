import type { FlowDefinition, NamedParameters } from "./flow.ts";
import type { FlowRunSummary } from "./flow-run.ts";

/** What code inside a flow can ask about the run that it is part of. */
export interface RunContext {
  readonly flow: FlowDefinition;
  readonly flowRun: FlowRunSummary;
  readonly parameters: NamedParameters;
  /** Aborts on cancellation, on `timeoutSeconds`, and when the caller's own signal does. */
  readonly signal: AbortSignal;
}

/** Writes to the run's log, and to the console. */
export interface RunLogger {
  debug(message: string, ...details: unknown[]): void;
  info(message: string, ...details: unknown[]): void;
  warn(message: string, ...details: unknown[]): void;
  error(message: string, ...details: unknown[]): void;
  critical(message: string, ...details: unknown[]): void;
}
