import { randomUUID } from "node:crypto";
import { orchestrate } from "../../orchestration/orchestrate.ts";
import * as endpoints from "../../endpoints/task-run-endpoints.ts";
import type { StateCreate } from "../../records/state.ts";
import type { TaskRunRecord } from "../../records/task-run.ts";
import { defaultLimit, insertion } from "../columns.ts";
import { combine, matchAny, matchName, matchState } from "../conditions.ts";
import { created, ok, route, type Route } from "../route.ts";
import type { Session } from "../sqlite.ts";
import { completeState } from "../state-rows.ts";
import { readTaskRunRecord, toTaskRunRecord } from "../task-run-rows.ts";
import { enterTaskRunState } from "../task-run-transition.ts";

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
    const { task_runs: filter, limit = defaultLimit, offset = 0 } = body;
    const condition = combine(
      [
        ...matchAny("task.id", filter?.id),
        ...matchName("task.name", filter?.name),
        ...matchAny("task.flow_run_id", filter?.flow_run_id),
        ...matchState("task", filter?.state),
      ],
      filter?.operator,
    );
    const sql = `SELECT task.* FROM task_runs AS task WHERE ${condition.sql} ORDER BY task.id DESC LIMIT ? OFFSET ?`;
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
