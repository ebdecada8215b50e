import type { Rule } from "./orchestrated-run.ts";

/** A request that is sent twice changes the run once. */
export const ignoreRepeatedTransition: Rule = ({ initial, proposed }) => {
  const known = initial.state_details.transition_id;
  return known && known === proposed.state_details.transition_id
    ? { status: "REJECT", state: null, reason: "This run has already made this state transition." }
    : undefined;
};

/** A failed run goes back to `AwaitingRetry` as long as it has retries left. */
export const retryFailedRun: Rule = ({ run, initial, proposed, policy, now }) => {
  if (initial.type !== "RUNNING" || proposed.type !== "FAILED") return undefined;
  const retries = policy.retries ?? null;
  if (retries === null || run.run_count > retries) {
    return { status: "CONTINUE", policy: { ...policy, retry_type: null } };
  }
  const delaySeconds = typeof policy.retry_delay === "number" ? policy.retry_delay : 0;
  const { deployment_concurrency_lease_id } = initial.state_details;
  return {
    status: "REJECT",
    reason: "Retrying",
    policy: { ...policy, resuming: false, pause_keys: [], retry_type: "in_process" },
    state: {
      type: "SCHEDULED",
      name: "AwaitingRetry",
      message: proposed.message,
      data: proposed.data,
      state_details: {
        scheduled_time: new Date(now.getTime() + delaySeconds * 1000).toISOString(),
        deployment_concurrency_lease_id,
      },
    },
  };
};
