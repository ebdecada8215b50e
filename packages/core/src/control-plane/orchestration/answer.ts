import type { OrchestrationAnswer, PauseTerms, State, StateProposal } from "../../contracts/state.ts";
import type { OrchestrationResult, StateCreate, StateDetails, StateRecord } from "../records/state.ts";
import { defaultStateName } from "./state-names.ts";

/** A state as users see it. */
export function toState(record: StateRecord): State {
  return {
    id: record.id,
    type: record.type,
    name: record.name ?? defaultStateName(record.type),
    timestamp: new Date(record.timestamp),
    message: record.message,
    data: record.data,
  };
}

/** A proposal in Prefect's words. */
export function toStateCreate(
  proposal: StateProposal,
  identity: { readonly flowRunId: string; readonly transitionId: string },
): StateCreate {
  return {
    type: proposal.type,
    ...(proposal.name === undefined ? {} : { name: proposal.name }),
    ...(proposal.message === undefined ? {} : { message: proposal.message }),
    ...(proposal.data === undefined ? {} : { data: proposal.data }),
    state_details: {
      flow_run_id: identity.flowRunId,
      transition_id: identity.transitionId,
      ...(proposal.scheduledTime === undefined ? {} : { scheduled_time: proposal.scheduledTime.toISOString() }),
      ...(proposal.pause === undefined ? {} : toPauseDetails(proposal.pause)),
    },
  };
}

function toPauseDetails({ timeoutSeconds, key }: PauseTerms): StateDetails {
  return {
    pause_timeout: new Date(Date.now() + timeoutSeconds * 1000).toISOString(),
    pause_reschedule: false,
    ...(key === undefined ? {} : { pause_key: key }),
  };
}

/** Prefect's answer to a proposal, as callers act on it. */
export function toOrchestrationAnswer(result: OrchestrationResult, now: Date = new Date()): OrchestrationAnswer {
  const { details, state } = result;
  switch (details.type) {
    case "wait_details":
      return { status: "WAIT", delaySeconds: details.delay_seconds, reason: details.reason ?? "" };
    case "abort_details":
      return { status: "ABORT", reason: details.reason ?? "" };
    case "reject_details":
      return state === null
        ? { status: "ABORT", reason: details.reason ?? "" }
        : { status: "REJECT", state: toState(state), reason: details.reason ?? "", ...toDelay(state, now) };
    case "accept_details":
      if (state === null) throw new TypeError("An accepted state is missing from the answer");
      return { status: "ACCEPT", state: toState(state) };
  }
}

function toDelay(state: StateRecord, now: Date): { readonly delaySeconds?: number } {
  const due = state.state_details.scheduled_time;
  if (state.type !== "SCHEDULED" || !due) return {};
  return { delaySeconds: Math.max(0, (Date.parse(due) - now.getTime()) / 1000) };
}
