import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/worker-endpoints.ts";
import type { WorkerRecord } from "../../records/worker.ts";
import { defaultLimit, numberOrNull, text } from "../columns.ts";
import { combine, matchTime, type Condition } from "../conditions.ts";
import { notFound } from "../refusal.ts";
import { noContent, ok, route, type Route } from "../route.ts";
import type { Row } from "../sqlite.ts";
import { readWorkPoolRecord } from "../work-pool-rows.ts";

const defaultIntervalSeconds = 30;
const missedHeartbeats = 3;

export const workerRoutes: readonly Route[] = [
  route(endpoints.heartbeatWorker, ({ session, path, body, now }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const intervalSeconds = body.heartbeat_interval_seconds ?? null;
    const patience = (intervalSeconds ?? defaultIntervalSeconds) * missedHeartbeats * 1000;
    const time = now.toISOString();
    session.run(
      `INSERT INTO workers (
        id, created, updated, work_pool_id, name, last_heartbeat_time, heartbeat_interval_seconds, online_until
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (work_pool_id, name) DO UPDATE SET
        updated = excluded.updated, last_heartbeat_time = excluded.last_heartbeat_time,
        heartbeat_interval_seconds = excluded.heartbeat_interval_seconds, online_until = excluded.online_until`,
      randomUUID(),
      time,
      time,
      pool.id,
      body.name,
      time,
      intervalSeconds,
      new Date(now.getTime() + patience).toISOString(),
    );
    return noContent;
  }),
  route(endpoints.filterWorkers, ({ session, path, body, now }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const { workers: filter, limit = defaultLimit, offset = 0 } = body;
    const { any_: any, not_any_: none } = filter?.status ?? {};
    const condition = combine(
      [
        ...matchTime("last_heartbeat_time", filter?.last_heartbeat_time),
        ...(any ? [hasStatus(any, now, false)] : []),
        ...(none ? [hasStatus(none, now, true)] : []),
      ],
      filter?.operator,
    );
    const sql = `
      SELECT * FROM workers WHERE work_pool_id = ? AND ${condition.sql}
      ORDER BY last_heartbeat_time DESC LIMIT ? OFFSET ?`;
    return ok(session.all(sql, pool.id, ...condition.parameters, limit, offset).map((row) => toWorkerRecord(row, now)));
  }),
  route(endpoints.deleteWorker, ({ session, path }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const sql = "DELETE FROM workers WHERE work_pool_id = ? AND name = ?";
    if (session.run(sql, pool.id, path.workerName) === 0) throw notFound("Worker");
    return noContent;
  }),
];

function hasStatus(statuses: readonly string[], now: Date, negated: boolean): Condition {
  const status = "CASE WHEN online_until > ? THEN 'ONLINE' ELSE 'OFFLINE' END";
  return {
    sql: `${status} ${negated ? "NOT " : ""}IN (SELECT value FROM json_each(?))`,
    parameters: [now.toISOString(), JSON.stringify(statuses)],
  };
}

function toWorkerRecord(row: Row, now: Date): WorkerRecord {
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    work_pool_id: text(row, "work_pool_id"),
    last_heartbeat_time: text(row, "last_heartbeat_time"),
    heartbeat_interval_seconds: numberOrNull(row, "heartbeat_interval_seconds"),
    status: text(row, "online_until") > now.toISOString() ? "ONLINE" : "OFFLINE",
  };
}
