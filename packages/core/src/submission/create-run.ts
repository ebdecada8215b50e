import type { FlowOptions } from "../contracts/flow.ts";
import type { JsonObject } from "../contracts/json.ts";
import type { EmpiricalPolicy, FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { flowRunName } from "../engine/flow-run-name.ts";
import { flowVersion } from "../engine/flow-version.ts";
import { activeRun } from "../engine/active-run.ts";
import { untilResumed } from "../engine/pause-flow-run.ts";
import { createParentTaskRun } from "../engine/host/parent-task-run.ts";
import { toJsonView } from "../serialization/json-view.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { ensureWorkPool } from "./resolve-work-pool.ts";

/** The label of a run under which any process finds the storage that holds its bundle and outcome. */
const STORAGE_LABEL = "prefect-typescript.storage";

export interface CreatedRun {
  readonly run: FlowRunRecord;
  readonly workPoolId: string;
  /** Whether an earlier call with the same idempotency key had made it. */
  readonly existed: boolean;
}

/** Creates the run in `PENDING`, so that no worker takes it before its bundle is there. */
export async function createRun(prepared: PreparedRun, labels: JsonObject = {}): Promise<CreatedRun> {
  const { client, binding, pool, bundleStorage, parameters, isParentKnown } = prepared;
  const { options } = binding.flow;
  const parent = activeRun();
  if (parent !== null) await untilResumed(parent);
  const [flow, workPoolId] = await Promise.all([
    client.createFlow({ name: binding.flow.name }),
    ensureWorkPool(client, pool),
  ]);
  const earlier = await findEarlier(prepared, flow.id);
  if (earlier !== null) return { run: earlier, workPoolId, existed: true };
  const { flowRun, created } = await client.createOrFindFlowRun({
    flow_id: flow.id,
    flow_version: flowVersion(binding.flow),
    name: binding.run.flowRunName ?? flowRunName(binding.flow, parameters) ?? undefined,
    parameters: toJsonView(parameters),
    parent_task_run_id:
      parent === null || !isParentKnown ? null : await createParentTaskRun(client, parent, binding.flow),
    empirical_policy: toEmpiricalPolicy(options),
    tags: [...new Set([...(parent?.session.tags ?? []), ...(options.tags ?? []), ...(binding.run.tags ?? [])])],
    labels: { ...labels, [STORAGE_LABEL]: JSON.stringify(bundleStorage.storage.reference()) },
    idempotency_key: binding.run.idempotencyKey,
    work_pool_name: pool.name,
    ...(binding.run.workQueue === undefined ? {} : { work_queue_name: binding.run.workQueue }),
    job_variables: prepared.jobVariables,
    state: { type: "PENDING", name: "Pending" },
  });
  return { run: flowRun, workPoolId, existed: !created };
}

/** Looked for first, so that a call that finds its run leaves no placeholder in its parent. */
async function findEarlier({ client, binding }: PreparedRun, flowId: string): Promise<FlowRunRecord | null> {
  const { idempotencyKey } = binding.run;
  if (idempotencyKey === undefined) return null;
  const [earlier] = await client.filterFlowRuns({
    flows: { id: { any_: [flowId] } },
    flow_runs: { idempotency_key: { any_: [idempotencyKey] } },
    limit: 1,
  });
  return earlier ?? null;
}

/** The storage of a run that was created here, as the JSON of a `StorageReference`; `null` for any other run. */
export function storageLabel(labels: JsonObject | null | undefined): string | null {
  const label = labels?.[STORAGE_LABEL];
  return typeof label === "string" ? label : null;
}

/** What the control plane shows of a flow's retries, which the runner's side decides: whole seconds, one number. */
function toEmpiricalPolicy({ retries = 0, retryDelaySeconds }: FlowOptions): EmpiricalPolicy {
  const delay = typeof retryDelaySeconds === "number" ? Math.round(retryDelaySeconds) : 0;
  return { retries, retry_delay: delay };
}
