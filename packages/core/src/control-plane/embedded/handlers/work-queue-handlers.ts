import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/work-queue-endpoints.ts";
import type { WorkQueueRecord, WorkQueueUpdate } from "../../records/work-queue.ts";
import { defaultLimit, insertion, update } from "../columns.ts";
import { combine } from "../conditions.ts";
import { selectFlowRunRecords } from "../flow-run-rows.ts";
import { workQueueCondition } from "../record-conditions.ts";
import { refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import { findScheduledRunIds } from "../scheduled-runs.ts";
import type { Session } from "../sqlite.ts";
import {
  readWorkPoolRecord,
  readWorkQueueRecord,
  readWorkQueueRecordById,
  selectWorkQueues,
  toWorkQueueRecord,
} from "../work-pool-rows.ts";
import { firstFreePriority, makeRoomForPriority } from "../work-queue-priorities.ts";

export const workQueueRoutes: readonly Route[] = [
  route(endpoints.createWorkQueue, ({ session, path, body, now }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    requireFreeName(session, pool.id, body.name);
    const id = randomUUID();
    const time = now.toISOString();
    const priority = body.priority ?? firstFreePriority(session, pool.id);
    const { description, concurrency_limit, is_paused = false } = body;
    session.run(
      ...insertion("work_queues", {
        id,
        created: time,
        updated: time,
        work_pool_id: pool.id,
        name: body.name,
        description: description ?? "",
        is_paused,
        concurrency_limit,
        priority,
      }),
    );
    makeRoomForPriority(session, pool.id, id, priority);
    return created(readWorkQueueRecord(session, pool.name, body.name));
  }),
  route(endpoints.readWorkQueue, ({ session, path }) =>
    ok(readWorkQueueRecord(session, path.workPoolName, path.workQueueName)),
  ),
  route(endpoints.updateWorkQueue, ({ session, path, body, now }) => {
    changeQueue(session, readWorkQueueRecord(session, path.workPoolName, path.workQueueName), body, now);
    return noContent;
  }),
  route(endpoints.deleteWorkQueue, ({ session, path }) => {
    deleteQueue(session, readWorkQueueRecord(session, path.workPoolName, path.workQueueName));
    return noContent;
  }),
  route(endpoints.readWorkQueueById, ({ session, path }) => ok(readWorkQueueRecordById(session, path.workQueueId))),
  route(endpoints.updateWorkQueueById, ({ session, path, body, now }) => {
    changeQueue(session, readWorkQueueRecordById(session, path.workQueueId), body, now);
    return noContent;
  }),
  route(endpoints.deleteWorkQueueById, ({ session, path }) => {
    deleteQueue(session, readWorkQueueRecordById(session, path.workQueueId));
    return noContent;
  }),
  route(endpoints.filterAllWorkQueues, ({ session, body }) => {
    const { limit = defaultLimit, offset = 0 } = body;
    const condition = workQueueCondition(body.work_queues ?? {});
    const sql = `${selectWorkQueues} WHERE ${condition.sql} ORDER BY queue.name, pool.name LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toWorkQueueRecord));
  }),
  route(endpoints.filterWorkQueues, ({ session, path, body }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const { limit = defaultLimit, offset = 0 } = body;
    const condition = workQueueCondition(body.work_queues ?? {});
    const sql = `${selectWorkQueues} WHERE pool.id = ? AND ${condition.sql} ORDER BY queue.priority LIMIT ? OFFSET ?`;
    return ok(session.all(sql, pool.id, ...condition.parameters, limit, offset).map(toWorkQueueRecord));
  }),
  route(endpoints.getScheduledFlowRuns, ({ session, path, body, now }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const names = body.work_queue_names ?? [];
    const queueIds = names.map((name) => readWorkQueueRecord(session, pool.name, name).id);
    const ids = findScheduledRunIds(session, { poolId: pool.id, queueIds, ...body });
    const polled = queueIds.length === 0 ? "work_pool_id = ?" : "id IN (SELECT value FROM json_each(?))";
    const polledValue = queueIds.length === 0 ? pool.id : JSON.stringify(queueIds);
    session.run(`UPDATE work_queues SET last_polled = ? WHERE ${polled}`, now.toISOString(), polledValue);
    const records = ids.flatMap((id) =>
      selectFlowRunRecords(session, combine([{ sql: "run.id = ?", parameters: [id] }]), "", [], now),
    );
    return ok(
      records.map((flowRun) => ({
        work_pool_id: pool.id,
        work_queue_id: flowRun.work_queue_id ?? "",
        flow_run: flowRun,
      })),
    );
  }),
];

function changeQueue(session: Session, queue: WorkQueueRecord, changes: WorkQueueUpdate, now: Date): void {
  const poolId = queue.work_pool_id ?? "";
  const { filter: _agents, ...changed } = changes;
  if (changed.name && changed.name !== queue.name) requireFreeName(session, poolId, changed.name);
  session.run(
    ...update("work_queues", queue.id, {
      ...changed,
      name: changed.name ?? undefined,
      description: changed.description ?? undefined,
      priority: changed.priority ?? undefined,
      updated: now.toISOString(),
    }),
  );
  if (changed.priority) makeRoomForPriority(session, poolId, queue.id, changed.priority);
}

function deleteQueue(session: Session, queue: WorkQueueRecord): void {
  if (session.get("SELECT id FROM work_pools WHERE default_queue_id = ?", queue.id) !== undefined) {
    throw refuse(400, "Can't delete a pool's default queue.");
  }
  session.run("DELETE FROM work_queues WHERE id = ?", queue.id);
}

function requireFreeName(session: Session, workPoolId: string, name: string): void {
  if (session.get("SELECT id FROM work_queues WHERE work_pool_id = ? AND name = ?", workPoolId, name) !== undefined) {
    throw refuse(409, "A work queue with this name already exists.");
  }
}
