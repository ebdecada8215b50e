import type { JsonObject } from "../../contracts/json.ts";
import type {
  FlowFilter,
  FlowRunFilter,
  FlowRunSelection,
  TaskRunFilter,
  WorkPoolFilter,
  WorkQueueFilter,
} from "../records/filters.ts";
import { combine, matchAny, matchName, matchState, matchTags, matchTime, type Condition } from "./conditions.ts";

/** Over `flows AS flow`. */
export function flowCondition(filter: FlowFilter): Condition {
  return combine(
    [...matchAny("flow.id", filter.id), ...matchName("flow.name", filter.name), ...matchTags("flow.tags", filter.tags)],
    filter.operator,
  );
}

/** Over `flow_runs AS run LEFT JOIN work_queues AS queue`. */
export function flowRunCondition(filter: FlowRunFilter): Condition {
  return combine(
    [
      ...matchAny("run.id", filter.id),
      ...matchName("run.name", filter.name),
      ...matchTags("run.tags", filter.tags),
      ...matchAny("run.deployment_id", filter.deployment_id),
      ...matchAny("queue.name", filter.work_queue_name),
      ...matchState("run", filter.state),
      ...matchAny("run.flow_version", filter.flow_version),
      ...matchTime("run.start_time", filter.start_time),
      ...matchTime("run.end_time", filter.end_time),
      ...matchTime("run.expected_start_time", filter.expected_start_time),
      ...matchTime("run.next_scheduled_start_time", filter.next_scheduled_start_time),
      ...matchAny(
        "(SELECT task.flow_run_id FROM task_runs AS task WHERE task.id = run.parent_task_run_id)",
        filter.parent_flow_run_id,
      ),
      ...matchAny("run.parent_task_run_id", filter.parent_task_run_id),
      ...matchAny("run.idempotency_key", filter.idempotency_key),
    ],
    filter.operator,
  );
}

/** Over `work_pools AS pool`. */
export function workPoolCondition(filter: WorkPoolFilter): Condition {
  return combine(
    [...matchAny("pool.id", filter.id), ...matchAny("pool.name", filter.name), ...matchAny("pool.type", filter.type)],
    filter.operator,
  );
}

/** Over `work_queues AS queue`. */
export function workQueueCondition(filter: WorkQueueFilter): Condition {
  const prefixes = (filter.name?.startswith_ ?? []).map((prefix) => ({
    sql: "substr(queue.name, 1, length(?)) = ? COLLATE NOCASE",
    parameters: [prefix, prefix],
  }));
  return combine(
    [
      ...matchAny("queue.id", filter.id),
      ...matchAny("queue.name", filter.name),
      ...(prefixes.length === 0 ? [] : [combine(prefixes, "or_")]),
    ],
    filter.operator,
  );
}

/** Over `task_runs AS task`. */
export function taskRunCondition(filter: TaskRunFilter): Condition {
  const subflow = filter.subflow_runs?.exists_;
  const hasSubflow = "EXISTS (SELECT 1 FROM flow_runs AS subflow WHERE subflow.parent_task_run_id = task.id)";
  return combine(
    [
      ...matchAny("task.id", filter.id),
      ...matchName("task.name", filter.name),
      ...matchTags("task.tags", filter.tags),
      ...matchAny("task.flow_run_id", filter.flow_run_id),
      ...matchState("task", filter.state),
      ...matchTime("task.start_time", filter.start_time),
      ...matchTime("task.end_time", filter.end_time),
      ...matchTime("task.expected_start_time", filter.expected_start_time),
      ...(typeof subflow === "boolean" ? [{ sql: subflow ? hasSubflow : `NOT ${hasSubflow}`, parameters: [] }] : []),
    ],
    filter.operator,
  );
}

/** There are no deployments here: whatever is asked of one, no run has one. */
function deploymentCondition(filter: JsonObject): Condition {
  const isAsked = Object.entries(filter).some(([key, value]) => key !== "operator" && value !== null);
  return { sql: isAsked ? "FALSE" : "TRUE", parameters: [] };
}

/** Over flow runs joined with their flow, queue and pool. */
export function selectionCondition(selection: FlowRunSelection): Condition {
  const task = selection.task_runs ? taskRunCondition(selection.task_runs) : null;
  return combine([
    ...(selection.flows ? [flowCondition(selection.flows)] : []),
    ...(selection.flow_runs ? [flowRunCondition(selection.flow_runs)] : []),
    ...(task === null
      ? []
      : [{ ...task, sql: `EXISTS (SELECT 1 FROM task_runs AS task WHERE task.flow_run_id = run.id AND ${task.sql})` }]),
    ...(selection.deployments ? [deploymentCondition(selection.deployments)] : []),
    ...(selection.work_pools ? [workPoolCondition(selection.work_pools)] : []),
    ...(selection.work_pool_queues ? [workQueueCondition(selection.work_pool_queues)] : []),
  ]);
}
