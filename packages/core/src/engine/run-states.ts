import type { StateProposal } from "../contracts/state.ts";
import type { Json } from "../contracts/json.ts";
import type { FlowRunTimeoutError } from "../errors/flow-run-timeout-error.ts";
import { describeError } from "./describe-error.ts";

/** How one call of the function ended. */
export type AttemptOutcome =
  | { readonly kind: "completed"; readonly value: unknown; readonly data?: Json | undefined }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "timed-out"; readonly error: FlowRunTimeoutError }
  | { readonly kind: "cancelled"; readonly error: unknown }
  | { readonly kind: "crashed"; readonly error: unknown };

/** The state that an outcome proposes, in Prefect's words. Pure. */
export function toTerminalProposal(outcome: AttemptOutcome): StateProposal {
  switch (outcome.kind) {
    case "completed":
      return { type: "COMPLETED", name: "Completed", ...(outcome.data === undefined ? {} : { data: outcome.data }) };
    case "failed":
      return {
        type: "FAILED",
        name: "Failed",
        message: `Flow run encountered an exception: ${describeError(outcome.error)}`,
      };
    case "timed-out":
      return { type: "FAILED", name: "TimedOut", message: outcome.error.message };
    case "cancelled":
      return { type: "CANCELLED", name: "Cancelled", message: "Flow run was cancelled." };
    case "crashed":
      return {
        type: "CRASHED",
        name: "Crashed",
        message: `Execution was interrupted by an unexpected exception: ${describeError(outcome.error)}`,
      };
  }
}
