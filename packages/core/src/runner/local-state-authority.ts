import { randomUUID } from "node:crypto";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { WireAnswer } from "../contracts/runner-protocol.ts";
import type { OrchestrationAnswer } from "../contracts/state.ts";
import { toOrchestrationAnswer, toStateCreate } from "../control-plane/orchestration/answer.ts";
import { orchestrate } from "../control-plane/orchestration/orchestrate.ts";
import type { OrchestratedRun } from "../control-plane/orchestration/orchestrated-run.ts";
import type { StateAuthority } from "./state-authority.ts";

/** Decides by Prefect's rules without an API, for a run that belongs to this runner alone and is `PENDING` at first. */
export function createLocalStateAuthority({ flowRunId }: Pick<BundleManifest, "flowRunId">): StateAuthority {
  let run = pendingRun(flowRunId);
  return {
    propose(state) {
      const now = new Date();
      const proposal = toStateCreate(state, { flowRunId, transitionId: randomUUID() });
      const orchestration = orchestrate(run, proposal, { now, stateId: randomUUID() });
      run = orchestration.run;
      return Promise.resolve(toWireAnswer(toOrchestrationAnswer(orchestration.result, now)));
    },
  };
}

function pendingRun(flowRunId: string): OrchestratedRun {
  const unstarted: OrchestratedRun = {
    id: flowRunId,
    state: null,
    run_count: 0,
    start_time: null,
    end_time: null,
    expected_start_time: null,
    next_scheduled_start_time: null,
    total_run_time: 0,
    empirical_policy: {},
    infrastructure_pid: null,
    deployment_id: null,
    parent_task_run_id: null,
  };
  const pending = toStateCreate({ type: "PENDING" }, { flowRunId, transitionId: randomUUID() });
  return orchestrate(unstarted, pending, { now: new Date(), stateId: randomUUID() }).run;
}

/** An answer as the engine is told it. Pure. */
export function toWireAnswer(answer: OrchestrationAnswer): WireAnswer {
  if (answer.status === "ACCEPT") return { status: "ACCEPT" };
  if (answer.status !== "REJECT") return answer;
  const { type, name, message, data } = answer.state;
  return { status: "REJECT", state: { type, name, message, data }, reason: answer.reason };
}
