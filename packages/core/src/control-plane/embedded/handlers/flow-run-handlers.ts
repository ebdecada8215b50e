import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/flow-run-endpoints.ts";
import type { EmpiricalPolicy, FlowRunCreate } from "../../records/flow-run.ts";
import type { FlowRunSort } from "../../records/filters.ts";
import type { StateCreate } from "../../records/state.ts";
import { defaultLimit, insertion, textOrNull, update } from "../columns.ts";
import { joinedFlowRuns, readFlowRunRecord, selectFlowRunRecords } from "../flow-run-rows.ts";
import { selectionCondition } from "../record-conditions.ts";
import { notFound, refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import { generateRunName } from "../run-names.ts";
import type { Session } from "../sqlite.ts";
import { readFlowRunStates } from "../state-rows.ts";
import { findWorkQueueId } from "../work-pool-rows.ts";
import { proposeFlowRunState } from "../flow-run-transition.ts";

const defaultPolicy: EmpiricalPolicy = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  pause_keys: [],
  resuming: false,
  retry_type: null,
};

const orders: Readonly<Record<FlowRunSort, string>> = {
  ID_DESC: "run.id DESC",
  START_TIME_ASC: "coalesce(run.start_time, run.expected_start_time) ASC, run.rowid ASC",
  START_TIME_DESC: "coalesce(run.start_time, run.expected_start_time) DESC, run.rowid DESC",
  EXPECTED_START_TIME_ASC: "run.expected_start_time ASC, run.rowid ASC",
  EXPECTED_START_TIME_DESC: "run.expected_start_time DESC, run.rowid DESC",
  NAME_ASC: "run.name ASC, run.rowid ASC",
  NAME_DESC: "run.name DESC, run.rowid DESC",
  NEXT_SCHEDULED_START_TIME_ASC: "run.next_scheduled_start_time ASC, run.rowid ASC",
  END_TIME_DESC: "run.end_time DESC, run.rowid DESC",
};

export const flowRunRoutes: readonly Route[] = [
  route(endpoints.createFlowRun, ({ session, body, now }) => {
    const existing = findByIdempotencyKey(session, body);
    if (existing !== null) return ok(readFlowRunRecord(session, existing, now));
    const id = insertFlowRun(session, body, now);
    proposeFlowRunState(session, id, body.state ?? { type: "PENDING" }, { now, force: true });
    return created(readFlowRunRecord(session, id, now));
  }),
  route(endpoints.readFlowRun, ({ session, path, now }) => ok(readFlowRunRecord(session, path.flowRunId, now))),
  route(endpoints.updateFlowRun, ({ session, path, body, now }) => {
    const run = readFlowRunRecord(session, path.flowRunId, now);
    if (body.job_variables !== undefined) {
      if (run.state_type !== "SCHEDULED") {
        throw refuse(400, `Job variables for a flow run in state ${run.state_type} cannot be updated`);
      }
      if (run.deployment_id === null) {
        throw refuse(400, "A deployment for the flow run could not be found");
      }
    }
    const changes = {
      ...body,
      name: body.name ?? undefined,
      empirical_policy: body.empirical_policy && { ...defaultPolicy, ...body.empirical_policy },
      updated: now.toISOString(),
    };
    session.run(...update("flow_runs", run.id, changes));
    return noContent;
  }),
  route(endpoints.updateFlowRunLabels, ({ session, path, body, now }) => {
    const run = readFlowRunRecord(session, path.flowRunId, now);
    session.run(...update("flow_runs", run.id, { labels: { ...run.labels, ...body } }));
    return noContent;
  }),
  route(endpoints.deleteFlowRun, ({ session, path }) => {
    if (session.run("DELETE FROM flow_runs WHERE id = ?", path.flowRunId) === 0) throw notFound("Flow run");
    session.run("DELETE FROM logs WHERE flow_run_id = ?", path.flowRunId);
    session.run("DELETE FROM leases WHERE flow_run_id = ?", path.flowRunId);
    return noContent;
  }),
  route(endpoints.setFlowRunState, ({ session, path, body, now }) => {
    const { result, isWritten } = proposeFlowRunState(session, path.flowRunId, body.state, {
      now,
      force: body.force ?? false,
    });
    return isWritten ? created(result) : ok(result);
  }),
  route(endpoints.resumeFlowRun, ({ session, path, now }) => {
    const { state } = readFlowRunRecord(session, path.flowRunId, now);
    if (state?.type !== "PAUSED") {
      const reason = "Cannot resume a flow run that is not paused.";
      return ok({ state: null, status: "ABORT", details: { type: "abort_details", reason } });
    }
    const resumed: StateCreate = state.state_details.pause_reschedule
      ? { type: "SCHEDULED", name: "Resuming" }
      : { type: "RUNNING" };
    const { result, isWritten } = proposeFlowRunState(session, path.flowRunId, resumed, { now, force: false });
    return isWritten ? created(result) : ok(result);
  }),
  route(endpoints.filterFlowRuns, ({ session, body, now }) => {
    const { sort = "ID_DESC", limit = defaultLimit, offset = 0 } = body;
    const tail = `ORDER BY ${orders[sort]} LIMIT ? OFFSET ?`;
    return ok(selectFlowRunRecords(session, selectionCondition(body), tail, [limit, offset], now));
  }),
  route(endpoints.countFlowRuns, ({ session, body }) => {
    const condition = selectionCondition(body);
    const row = session.get(
      `SELECT count(*) AS count FROM ${joinedFlowRuns} WHERE ${condition.sql}`,
      ...condition.parameters,
    );
    return ok(Number(row?.["count"]));
  }),
  route(endpoints.readFlowRunStates, ({ session, query }) => ok(readFlowRunStates(session, query.flow_run_id))),
];

function findByIdempotencyKey(session: Session, body: FlowRunCreate): string | null {
  if (!body.idempotency_key) return null;
  const sql = "SELECT id FROM flow_runs WHERE flow_id = ? AND idempotency_key = ?";
  const row = session.get(sql, body.flow_id, body.idempotency_key);
  return row === undefined ? null : textOrNull(row, "id");
}

function insertFlowRun(session: Session, body: FlowRunCreate, now: Date): string {
  if (session.get("SELECT id FROM flows WHERE id = ?", body.flow_id) === undefined) throw notFound("Flow");
  const id = randomUUID();
  const time = now.toISOString();
  const values = {
    id,
    created: time,
    updated: time,
    name: body.name || generateRunName(),
    flow_id: body.flow_id,
    work_queue_id: body.work_pool_name
      ? findWorkQueueId(session, body.work_pool_name, body.work_queue_name ?? null)
      : null,
    deployment_id: body.deployment_id,
    flow_version: body.flow_version,
    idempotency_key: body.idempotency_key,
    parent_task_run_id: body.parent_task_run_id,
    infrastructure_document_id: body.infrastructure_document_id,
    parameters: body.parameters ?? {},
    context: body.context ?? {},
    empirical_policy: { ...defaultPolicy, ...body.empirical_policy },
    tags: [...new Set(body.tags)],
    labels: { "prefect.flow.id": body.flow_id, ...body.labels },
    job_variables: body.job_variables,
    run_count: 0,
    total_run_time: 0,
  };
  session.run(...insertion("flow_runs", values));
  return id;
}
