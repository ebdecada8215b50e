import { isJsonObject, type Json } from "../../contracts/json.ts";
import type { StateType } from "../../contracts/state.ts";
import type { Rule } from "./orchestrated-run.ts";
import { isTerminalStateType } from "./state-names.ts";

const neverAfterTheEnd: ReadonlySet<StateType> = new Set<StateType>(["CANCELLING", "PAUSED", "CRASHED"]);

const losesResult = "Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.";

/** A finished run stays finished, unless somebody runs it again, and then never over a result that is kept. */
export const guardTerminalStates: Rule = ({ run, initial, proposed, policy }) => {
  if (!isTerminalStateType(initial.type)) return undefined;
  if (neverAfterTheEnd.has(proposed.type)) {
    return { status: "ABORT", reason: `Run is already in terminal state ${initial.type}.` };
  }
  const isFinal = isTerminalStateType(proposed.type);
  if (initial.type === "COMPLETED" && !isFinal && isPersistedResult(initial.data)) {
    return { status: "REJECT", state: null, reason: "Run is already COMPLETED." };
  }
  const loss = preventResultLoss({ run, initial, proposed, policy, now: new Date(0) });
  if (loss !== undefined) return loss;
  if (proposed.type === "SCHEDULED" && run.deployment_id === null) {
    return { status: "ABORT", reason: "Cannot reschedule a run without an associated deployment." };
  }
  if (isFinal) return undefined;
  const retryType = proposed.type === "SCHEDULED" ? "reschedule" : null;
  return { status: "CONTINUE", policy: { ...policy, resuming: false, pause_keys: [], retry_type: retryType } };
};

/** A completed run with a kept result is never completed again without one; holds for forced states too. */
export const preventResultLoss: Rule = ({ initial, proposed }) => {
  const losesData =
    initial.type === "COMPLETED" &&
    proposed.type === "COMPLETED" &&
    isPersistedResult(initial.data) &&
    !isPersistedResult(proposed.data);
  return losesData ? { status: "REJECT", state: null, reason: losesResult } : undefined;
};

/** Whether a state's data says where its result is kept, rather than being the result. */
export function isPersistedResult(data: Json): boolean {
  return isJsonObject(data) && Boolean(data["storage_key"]);
}
