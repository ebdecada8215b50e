import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/work-queue-endpoints.ts";
import { defaultLimit, insertion, update } from "../columns.ts";
import { combine } from "../conditions.ts";
import { selectFlowRunRecords } from "../flow-run-rows.ts";
import { workQueueCondition } from "../record-conditions.ts";
import { refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import { findScheduledRunIds } from "../scheduled-runs.ts";
import type { Session } from "../sqlite.ts";
import { readWorkPoolRecord, readWorkQueueRecord, selectWorkQueues, toWorkQueueRecord } from "../work-pool-rows.ts";
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
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const queue = readWorkQueueRecord(session, path.workPoolName, path.workQueueName);
    if (body.name && body.name !== queue.name) requireFreeName(session, pool.id, body.name);
    const changes = {
      ...body,
      name: body.name ?? undefined,
      description: body.description ?? undefined,
      priority: body.priority ?? undefined,
      updated: now.toISOString(),
    };
    session.run(...update("work_queues", queue.id, changes));
    if (body.priority) makeRoomForPriority(session, pool.id, queue.id, body.priority);
    return noContent;
  }),
  route(endpoints.deleteWorkQueue, ({ session, path }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const queue = readWorkQueueRecord(session, path.workPoolName, path.workQueueName);
    if (queue.id === pool.default_queue_id) throw refuse(400, "Can't delete a pool's default queue.");
    session.run("DELETE FROM work_queues WHERE id = ?", queue.id);
    return noContent;
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

function requireFreeName(session: Session, workPoolId: string, name: string): void {
  if (session.get("SELECT id FROM work_queues WHERE work_pool_id = ? AND name = ?", workPoolId, name) !== undefined) {
    throw refuse(409, "A work queue with this name already exists.");
  }
}
