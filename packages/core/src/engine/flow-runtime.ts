import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";
import type { Json } from "../contracts/json.ts";
import type { OrchestrationAnswer, StateProposal } from "../contracts/state.ts";
import type { ActiveRun } from "./active-run.ts";
import type { AttemptOutcome } from "./run-states.ts";

/** Where runs are recorded and who decides their states: the control plane, or a runner outside this process. */
export interface FlowRuntime {
  /** Makes the record of a run in `PENDING`, or takes the one that this process was started for. */
  beginRun(request: RunRequest): Promise<FlowRunSession>;
}

export interface RunRequest {
  readonly definition: FlowDefinition;
  readonly parameters: NamedParameters;
  /** The flow's own and those inherited from the run that it is part of. */
  readonly tags: readonly string[];
  /** The run whose flow called this one. */
  readonly parent: ActiveRun | null;
}

/** One run's line to whoever records it. */
export interface FlowRunSession {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** Which start of the function the first one is; 1 unless an earlier infrastructure ran it already. */
  readonly firstRunCount: number;
  /** Whether the runner says in the log how the run ended, which it also knows of ends that the engine does not see. */
  readonly isEndLoggedByRunner?: boolean;
  /** Replaces the flow's own limit. */
  readonly timeoutSeconds?: number;
  /**
   * Aborts when the run is to end from outside. Its reason is a `FlowRunCancelledError` where it is to be cancelled;
   * any other reason is a crash.
   */
  readonly interruption: AbortSignal;
  /** How long a function that was told to abort may take to settle before its run is ended without it, in seconds. */
  settleSeconds(): number;
  /** Stores what the function returned where the runtime keeps results; gives the `data` of the state. */
  keepResult(value: unknown): Promise<Json | undefined>;
  /** Makes the stack of what the function threw readable, before it is logged and handed on. */
  readyError(error: unknown): Promise<void>;
  /** @param outcome what led to a terminal proposal */
  propose(proposal: StateProposal, outcome?: AttemptOutcome): Promise<OrchestrationAnswer>;
  /** Resolves once the run is not paused, which may be at once. */
  resumed(): Promise<void>;
  rename(name: string): Promise<void>;
  log(entry: LogEntry): void;
  /** Resolves once everything that was logged has been handed over. */
  close(): Promise<void>;
}

export interface LogEntry {
  readonly timestamp: Date;
  /** Python's levels: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
  readonly level: number;
  /** The logger: `prefect.flow_runs`. */
  readonly name: string;
  readonly message: string;
}
