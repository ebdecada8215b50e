import type { StateType } from "../../contracts/state.ts";
import type { Rule } from "./orchestrated-run.ts";

const takenStates: ReadonlySet<StateType> = new Set<StateType>(["PENDING", "CANCELLING", "RUNNING", "CANCELLED"]);

/** Of two who want to start a run one is first: `PENDING` is entered once, and only named stages may follow it. */
export const startOnce: Rule = ({ initial, proposed }) => {
  if (proposed.type !== "PENDING" || !takenStates.has(initial.type)) return undefined;
  const isLaterStage = initial.type === "PENDING" && initial.name !== proposed.name && proposed.name !== "Pending";
  if (!isLaterStage) {
    return {
      status: "ABORT",
      reason: `This run is in a ${initial.type} state and cannot transition to a PENDING state.`,
    };
  }
  const { scheduled_time, deployment_concurrency_lease_id } = initial.state_details;
  return {
    status: "CONTINUE",
    proposed: {
      ...proposed,
      state_details: { ...proposed.state_details, scheduled_time, deployment_concurrency_lease_id },
    },
  };
};

/** `PENDING` remembers when the run was scheduled for. */
export const keepScheduledTime: Rule = ({ initial, proposed }) => {
  if (initial.type !== "SCHEDULED" || proposed.type !== "PENDING" || proposed.state_details.scheduled_time) {
    return undefined;
  }
  const { scheduled_time } = initial.state_details;
  return {
    status: "CONTINUE",
    proposed: { ...proposed, state_details: { ...proposed.state_details, scheduled_time } },
  };
};

/** No run starts before its time. */
export const waitForScheduledTime: Rule = ({ initial, proposed, now }) => {
  if (proposed.type !== "RUNNING" || (initial.type !== "SCHEDULED" && initial.type !== "PENDING")) return undefined;
  const due = initial.state_details.scheduled_time;
  if (!due) return undefined;
  const delaySeconds = Math.round((Date.parse(due) - now.getTime()) / 1000);
  return delaySeconds > 0 ? { status: "WAIT", delaySeconds, reason: "Scheduled time is in the future" } : undefined;
};

/** Only a run that waits for its time can be late, and only once. */
export const markLateOnce: Rule = ({ initial, proposed }) => {
  if (proposed.type !== "SCHEDULED" || proposed.name !== "Late") return undefined;
  if (initial.type !== "SCHEDULED") {
    return { status: "REJECT", state: null, reason: "Only scheduled flows can be marked late." };
  }
  return initial.name === "Late"
    ? { status: "REJECT", state: null, reason: "This flow run is already marked late." }
    : undefined;
};
