import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { OrchestrationAnswer, StateProposal } from "../../contracts/state.ts";
import type { PrefectApiError } from "../../errors/prefect-api-error.ts";
import type { PrefectClient } from "../prefect-client.ts";
import type { FlowRunCreate, FlowRunRecord } from "../records/flow-run.ts";

/** A fact about a control plane that holds for Prefect's server and the embedded one alike. */
export interface ControlPlaneFact {
  readonly name: string;
  readonly check: (client: PrefectClient) => Promise<void>;
}

export type Step = StateProposal & { readonly force?: boolean };

/** A name that no other fact, and no earlier run of this one, uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** A pending run of a flow of its own. */
export async function createRun(
  client: PrefectClient,
  fields: Omit<FlowRunCreate, "flow_id"> = {},
): Promise<FlowRunRecord> {
  const flow = await client.createFlow({ name: uniqueName("flow") });
  return await client.createFlowRun({ flow_id: flow.id, state: { type: "PENDING" }, ...fields });
}

/** Proposes one state after the other; the answer to the last. */
export async function propose(
  client: PrefectClient,
  run: FlowRunRecord,
  ...steps: readonly Step[]
): Promise<OrchestrationAnswer> {
  let answer: OrchestrationAnswer | undefined;
  for (const { force = false, ...proposal } of steps) {
    answer = await client.setFlowRunState(run.id, proposal, { force });
  }
  assert(answer);
  return answer;
}

export function describeAnswer(answer: OrchestrationAnswer): string {
  const state = "state" in answer ? ` ${answer.state.name}` : "";
  const reason = "reason" in answer ? ` ${answer.reason}` : "";
  return `${answer.status}${state}${reason}`;
}

/** Expects a refusal of this class, whose detail matches. */
export async function expectRefusal(
  error: typeof PrefectApiError,
  detail: RegExp,
  action: Promise<unknown>,
): Promise<void> {
  await assert.rejects(action, (thrown) => {
    assert(error.isInstance(thrown), String(thrown));
    assert.match(thrown.detail ?? "", detail);
    return true;
  });
}
