import type { Json } from "./json.ts";

/** The nine types that Prefect's orchestration knows. A name such as `TimedOut` refines a type. */
export type StateType =
  "SCHEDULED" | "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CRASHED" | "CANCELLING" | "CANCELLED" | "PAUSED";

/** The types that a run never leaves by itself. */
export type TerminalStateType = "COMPLETED" | "FAILED" | "CRASHED" | "CANCELLED";

/** What somebody proposes; the control plane adds id and timestamp when it accepts. */
export interface StateProposal {
  readonly type: StateType;
  /** Default: the type in title case, `Completed`. */
  readonly name?: string;
  readonly message?: string | null;
  /** Prefect's result metadata (see `ResultMetadata`), or absent. */
  readonly data?: Json;
  /** When a `SCHEDULED` state is due. Default: now. */
  readonly scheduledTime?: Date;
  /** Of a `PAUSED` state. */
  readonly pause?: PauseTerms;
}

/** How long a run may be paused, and what keeps it from being paused twice. */
export interface PauseTerms {
  /** A run that was not resumed by then has failed. */
  readonly timeoutSeconds: number;
  /** A run pauses once for each key. Default: every time. */
  readonly key?: string;
}

/** The state of a flow run as users see it. */
export interface State {
  readonly id: string;
  readonly type: StateType;
  readonly name: string;
  readonly timestamp: Date;
  readonly message: string | null;
  readonly data: Json;
}

/** How the control plane answers a proposal, in Prefect's words. */
export type OrchestrationAnswer =
  | { readonly status: "ACCEPT"; readonly state: State }
  /** The run is in `state` instead; a retry is answered so, with a state named `AwaitingRetry`. */
  | { readonly status: "REJECT"; readonly state: State; readonly reason: string; readonly delaySeconds?: number }
  | { readonly status: "ABORT"; readonly reason: string }
  | { readonly status: "WAIT"; readonly delaySeconds: number; readonly reason: string };
