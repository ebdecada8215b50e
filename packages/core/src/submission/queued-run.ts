import type { JsonObject } from "../contracts/json.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";

const QUEUE_LABEL = "prefect-typescript.queued";

/** What a run that is left to a pool's workers is labelled with, beside its storage. */
export const queuedLabels: JsonObject = { [QUEUE_LABEL]: "true" };

/** Whether a run was left to a pool's workers, of which any may be of Prefect's Python edition. */
export function isQueued({ labels }: Pick<FlowRunRecord, "labels">): boolean {
  return labels?.[QUEUE_LABEL] === "true";
}

/** Whether a run waits for a worker, for its time, or for somebody to resume it: nobody need look after it. Pure. */
export function isWaiting({ state_type, empirical_policy }: FlowRunRecord): boolean {
  if (state_type === "PAUSED") return true;
  return state_type === "SCHEDULED" && empirical_policy?.retry_type !== "in_process";
}
