import type { EmpiricalPolicy } from "../records/flow-run.ts";
import type { OrchestrationDetails, OrchestrationResult, StateCreate, StateRecord } from "../records/state.ts";
import { cancelWithoutInfrastructure, endCancellingAsCancelled } from "./cancelling-rules.ts";
import { enterState } from "./enter-state.ts";
import type { OrchestratedRun, ProposedState, ReplacementState, Rule } from "./orchestrated-run.ts";
import { pauseRunningOnly, resumePausedRun } from "./pause-rules.ts";
import { ignoreRepeatedTransition, retryFailedRun } from "./retry-rules.ts";
import { keepScheduledTime, markLateOnce, startOnce, waitForScheduledTime } from "./start-rules.ts";
import { defaultStateName } from "./state-names.ts";
import { guardTerminalStates, preventResultLoss } from "./terminal-rules.ts";

/** Prefect's rules for flow runs, in Prefect's order. */
const everyRule: readonly Rule[] = [
  ignoreRepeatedTransition,
  guardTerminalStates,
  endCancellingAsCancelled,
  cancelWithoutInfrastructure,
  startOnce,
  markLateOnce,
  pauseRunningOnly,
  resumePausedRun,
  keepScheduledTime,
  waitForScheduledTime,
  retryFailedRun,
];

/** What holds for a forced state. */
const forcedRules: readonly Rule[] = [preventResultLoss, cancelWithoutInfrastructure];

export interface OrchestrationOptions {
  readonly now: Date;
  /** Becomes the id of the state that is entered. */
  readonly stateId: string;
  /** Default: false. */
  readonly force?: boolean;
}

/** The answer to a proposal, and the run as it is after it; the same object where nothing changed. */
export interface Orchestration<R extends OrchestratedRun> {
  readonly result: OrchestrationResult;
  readonly run: R;
}

/** Decides what becomes of a proposed state, by the rules that Prefect's server has for flow runs. */
export function orchestrate<R extends OrchestratedRun>(
  run: R,
  proposal: StateCreate,
  options: OrchestrationOptions,
): Orchestration<R> {
  const original = toProposedState(proposal, options);
  const initial = run.state;
  if (initial === null) {
    if (proposal.type === "PAUSED" && !options.force) return unchanged(run, abort("Cannot pause flows with no state."));
    return entered(run, original, run.empirical_policy, "ACCEPT", { type: "accept_details" });
  }

  let proposed = original;
  let policy = run.empirical_policy;
  let rejection: { readonly reason: string } | null = null;
  for (const rule of options.force ? forcedRules : everyRule) {
    const ruling = rule({ run, initial, proposed, policy, now: options.now });
    if (ruling === undefined) continue;
    if (ruling.status === "ABORT") return unchanged(run, abort(ruling.reason));
    if (ruling.status === "WAIT") {
      const details = { type: "wait_details", delay_seconds: ruling.delaySeconds, reason: ruling.reason } as const;
      return unchanged(run, { status: "WAIT", details });
    }
    policy = ruling.policy ?? policy;
    if (ruling.status === "CONTINUE") {
      proposed = ruling.proposed ?? proposed;
      continue;
    }
    const details = { type: "reject_details", reason: ruling.reason } as const;
    if (ruling.state === null) return unchanged(run, { status: "REJECT", details });
    rejection = { reason: ruling.reason };
    proposed = toReplacement(ruling.state, original);
    break;
  }
  return rejection === null
    ? entered(run, proposed, policy, "ACCEPT", { type: "accept_details" })
    : entered(run, proposed, policy, "REJECT", { type: "reject_details", reason: rejection.reason });
}

function toProposedState(proposal: StateCreate, { now, stateId }: OrchestrationOptions): ProposedState {
  const timestamp = now.toISOString();
  const details = proposal.state_details ?? {};
  return {
    id: stateId,
    type: proposal.type,
    name: proposal.name ?? defaultStateName(proposal.type),
    timestamp,
    message: proposal.message ?? null,
    data: proposal.data ?? null,
    state_details:
      proposal.type === "SCHEDULED" && !details.scheduled_time ? { ...details, scheduled_time: timestamp } : details,
  };
}

function toReplacement(state: ReplacementState, original: ProposedState): ProposedState {
  return { ...state, id: original.id, timestamp: original.timestamp };
}

function abort(reason: string): { readonly status: "ABORT"; readonly details: OrchestrationDetails } {
  return { status: "ABORT", details: { type: "abort_details", reason } };
}

function unchanged<R extends OrchestratedRun>(
  run: R,
  answer: Pick<OrchestrationResult, "status" | "details">,
): Orchestration<R> {
  const state = answer.status === "REJECT" ? run.state : null;
  return { run, result: { ...answer, state } };
}

function entered<R extends OrchestratedRun>(
  run: R,
  proposed: ProposedState,
  policy: EmpiricalPolicy,
  status: "ACCEPT" | "REJECT",
  details: OrchestrationDetails,
): Orchestration<R> {
  const state: StateRecord = {
    ...proposed,
    state_details: {
      ...proposed.state_details,
      flow_run_id: run.id,
      ...(run.parent_task_run_id === null ? {} : { task_run_id: run.parent_task_run_id }),
    },
  };
  return { run: { ...run, ...enterState(run, state, policy) }, result: { state, status, details } };
}
