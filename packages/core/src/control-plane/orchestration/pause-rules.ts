import { isTerminalStateType } from "./state-names.ts";
import type { Rule } from "./orchestrated-run.ts";

/** Only a running run can pause, once for each key; suspending needs a deployment that can start it again. */
export const pauseRunningOnly: Rule = ({ run, initial, proposed, policy }) => {
  if (proposed.type !== "PAUSED") return undefined;
  const verb = proposed.name === "Suspended" ? "suspend" : "pause";
  if (initial.type !== "RUNNING") {
    return { status: "REJECT", state: null, reason: `Cannot ${verb} flows that are not currently running.` };
  }
  const key = proposed.state_details.pause_key ?? proposed.id;
  const firedKeys = policy.pause_keys ?? [];
  if (firedKeys.includes(key)) {
    return { status: "REJECT", state: null, reason: `This ${verb} has already fired.` };
  }
  if (proposed.state_details.pause_reschedule) {
    if (run.parent_task_run_id !== null) return { status: "ABORT", reason: `Cannot ${verb} subflows.` };
    if (run.deployment_id === null) {
      return { status: "ABORT", reason: `Cannot ${verb} flows without a deployment.` };
    }
  }
  return { status: "CONTINUE", policy: { ...policy, pause_keys: [...firedKeys, key] } };
};

/** A paused run goes on, is cancelled, or ends; past its deadline it has failed. */
export const resumePausedRun: Rule = ({ run, initial, proposed, policy, now }) => {
  if (initial.type !== "PAUSED") return undefined;
  const mayFollow =
    proposed.type === "RUNNING" ||
    proposed.type === "SCHEDULED" ||
    proposed.type === "CANCELLING" ||
    isTerminalStateType(proposed.type);
  if (!mayFollow) {
    // The server prints the types as Python does.
    const reason = `This run cannot transition to the StateType.${proposed.type} state from the StateType.${initial.type} state.`;
    return { status: "REJECT", state: null, reason };
  }
  const display = proposed.name.toLowerCase();
  if (initial.state_details.pause_reschedule && run.deployment_id === null) {
    return { status: "REJECT", state: null, reason: `Cannot reschedule a ${display} flow run without a deployment.` };
  }
  const deadline = initial.state_details.pause_timeout;
  if (proposed.type !== "CANCELLING" && deadline && Date.parse(deadline) < now.getTime()) {
    return {
      status: "REJECT",
      reason: "The flow run pause has timed out and can no longer resume.",
      state: {
        type: "FAILED",
        name: "Failed",
        message: `The flow was ${display} and never resumed.`,
        data: null,
        state_details: {},
      },
    };
  }
  return { status: "CONTINUE", policy: { ...policy, resuming: true } };
};
