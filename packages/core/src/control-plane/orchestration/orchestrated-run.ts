import type { StateType } from "../../contracts/state.ts";
import type { EmpiricalPolicy } from "../records/flow-run.ts";
import type { StateRecord } from "../records/state.ts";

/** What the rules read of a run, and what entering a state changes of it. Task runs have it too. */
export interface OrchestratedRun {
  readonly id: string;
  readonly state: StateRecord | null;
  readonly run_count: number;
  readonly start_time: string | null;
  readonly end_time: string | null;
  readonly expected_start_time: string | null;
  readonly next_scheduled_start_time: string | null;
  /** Seconds. */
  readonly total_run_time: number;
  readonly empirical_policy: EmpiricalPolicy;
  readonly infrastructure_pid: string | null;
  readonly deployment_id: string | null;
  readonly parent_task_run_id: string | null;
}

/** A proposed state with everything filled in but what accepting it adds. */
export type ProposedState = StateRecord & { readonly name: string; readonly type: StateType };

/** What a rule decides; `undefined` leaves the decision to the rules after it. */
export type Ruling =
  /** The proposal goes on, changed, and the run's policy with it. */
  | { readonly status: "CONTINUE"; readonly proposed?: ProposedState; readonly policy?: EmpiricalPolicy }
  /** Another state instead; `null`: the one that the run is in. */
  | {
      readonly status: "REJECT";
      readonly state: ReplacementState | null;
      readonly reason: string;
      readonly policy?: EmpiricalPolicy;
    }
  | { readonly status: "ABORT"; readonly reason: string }
  | { readonly status: "WAIT"; readonly delaySeconds: number; readonly reason: string }
  | undefined;

export type ReplacementState = Pick<ProposedState, "type" | "name" | "message" | "data" | "state_details">;

export interface Transition {
  readonly run: OrchestratedRun;
  readonly initial: StateRecord;
  readonly proposed: ProposedState;
  /** The run's policy, as the rules before left it. */
  readonly policy: EmpiricalPolicy;
  readonly now: Date;
}

export type Rule = (transition: Transition) => Ruling;
