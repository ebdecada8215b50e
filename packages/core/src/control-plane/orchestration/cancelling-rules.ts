import type { ReplacementState, Rule } from "./orchestrated-run.ts";

/** A run that is being cancelled ends cancelled. */
export const endCancellingAsCancelled: Rule = ({ initial, proposed }) =>
  initial.type === "CANCELLING" && proposed.type !== "CANCELLED"
    ? {
        status: "REJECT",
        state: null,
        reason: "Cannot transition flows that are cancelling to a state other than Cancelled.",
      }
    : undefined;

/** Where no infrastructure exists, nothing has to be torn down: the run is cancelled at once. */
export const cancelWithoutInfrastructure: Rule = ({ run, initial, proposed }) => {
  if (proposed.type !== "CANCELLING") return undefined;
  const isUnstarted = initial.type === "SCHEDULED" && (!run.infrastructure_pid || initial.name === "Resuming");
  const isSuspended = initial.type === "PAUSED" && initial.state_details.pause_reschedule === true;
  if (!isUnstarted && !isSuspended) return undefined;
  const kind = isUnstarted ? "Scheduled" : "Suspended";
  return {
    status: "REJECT",
    state: cancelled,
    reason: `${kind} flow run has no infrastructure to terminate.`,
  };
};

const cancelled: ReplacementState = {
  type: "CANCELLED",
  name: "Cancelled",
  message: null,
  data: null,
  state_details: {},
};
