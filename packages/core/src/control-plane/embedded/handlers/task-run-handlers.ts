import { randomUUID } from "node:crypto";
import { orchestrate } from "../../orchestration/orchestrate.ts";
import * as endpoints from "../../endpoints/task-run-endpoints.ts";
import type { StateCreate } from "../../records/state.ts";
import type { TaskRunRecord } from "../../records/task-run.ts";
import { defaultLimit, insertion } from "../columns.ts";
import { combine } from "../conditions.ts";
import { joinedFlowRuns } from "../flow-run-rows.ts";
import { selectionCondition, taskRunCondition } from "../record-conditions.ts";
import { created, ok, route, type Route } from "../route.ts";
import type { Session } from "../sqlite.ts";
import { completeState } from "../state-rows.ts";
import { readTaskRunRecord, toTaskRunRecord } from "../task-run-rows.ts";
import { enterTaskRunState } from "../task-run-transition.ts";

const orders = {
  ID_DESC: "task.id DESC",
  EXPECTED_START_TIME_ASC: "task.expected_start_time ASC, task.rowid ASC",
  EXPECTED_START_TIME_DESC: "task.expected_start_time DESC, task.rowid DESC",
  NAME_ASC: "task.name ASC, task.rowid ASC",
  NAME_DESC: "task.name DESC, task.rowid DESC",
  NEXT_SCHEDULED_START_TIME_ASC: "task.next_scheduled_start_time ASC, task.rowid ASC",
  END_TIME_DESC: "task.end_time DESC, task.rowid DESC",
} as const;

const defaultPolicy = { max_retries: 0, retry_delay_seconds: 0, retries: null, retry_delay: null };

export const taskRunRoutes: readonly Route[] = [
  route(endpoints.createTaskRun, ({ session, body, now }) => {
    const existing = session.get(
      "SELECT * FROM task_runs WHERE flow_run_id IS ? AND task_key = ? AND dynamic_key = ?",
      body.flow_run_id ?? null,
      body.task_key,
      body.dynamic_key,
    );
    if (existing !== undefined) return ok(toTaskRunRecord(existing, now));
    const id = body.id ?? randomUUID();
    const time = now.toISOString();
    const { state, ...fields } = body;
    const values = {
      ...fields,
      id,
      created: time,
      updated: time,
      name: body.name ?? `${body.task_key}-${body.dynamic_key}`,
      empirical_policy: { ...defaultPolicy, ...body.empirical_policy },
      tags: body.tags ?? [],
      labels: body.labels ?? {},
      task_inputs: body.task_inputs ?? {},
      run_count: 0,
      total_run_time: 0,
    };
    session.run(...insertion("task_runs", values));
    proposeTaskRunState(session, readTaskRunRecord(session, id, now), state ?? { type: "PENDING" }, now);
    return created(readTaskRunRecord(session, id, now));
  }),
  route(endpoints.readTaskRun, ({ session, path, now }) => ok(readTaskRunRecord(session, path.taskRunId, now))),
  route(endpoints.setTaskRunState, ({ session, path, body, now }) => {
    proposeTaskRunState(session, readTaskRunRecord(session, path.taskRunId, now), body.state, now);
    const { state } = readTaskRunRecord(session, path.taskRunId, now);
    return created({ state, status: "ACCEPT" as const, details: { type: "accept_details" as const } });
  }),
  route(endpoints.filterTaskRuns, ({ session, body, now }) => {
    const { task_runs, flows, flow_runs, deployments, sort = "ID_DESC", limit = defaultLimit, offset = 0 } = body;
    const ofRun = selectionCondition({ flows, flow_runs, deployments });
    const hasRun = flows || flow_runs || deployments;
    const condition = combine([
      taskRunCondition(task_runs ?? {}),
      ...(hasRun
        ? [{ ...ofRun, sql: `task.flow_run_id IN (SELECT run.id FROM ${joinedFlowRuns} WHERE ${ofRun.sql})` }]
        : []),
    ]);
    const sql = `SELECT task.* FROM task_runs AS task WHERE ${condition.sql} ORDER BY ${orders[sort]} LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map((row) => toTaskRunRecord(row, now)));
  }),
];

/** Task runs only stand for subflows here, so their states follow without rules. */
function proposeTaskRunState(session: Session, taskRun: TaskRunRecord, proposal: StateCreate, now: Date): void {
  const { run } = orchestrate(
    { ...taskRun, state: null, infrastructure_pid: null, deployment_id: null, parent_task_run_id: null },
    proposal,
    { now, stateId: randomUUID(), force: true },
  );
  if (run.state !== null) enterTaskRunState(session, taskRun.id, completeState(run.state));
}
