import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/log-endpoints.ts";
import type { StoredLog } from "../../records/log.ts";
import { defaultLimit, insertion, number, text, textOrNull } from "../columns.ts";
import { combine, matchAny, matchLevel, matchTime } from "../conditions.ts";
import { created, ok, route, type Route } from "../route.ts";
import type { Row } from "../sqlite.ts";

export const logRoutes: readonly Route[] = [
  route(endpoints.createLogs, ({ session, body, now }) => {
    for (const { name, level, message, timestamp, flow_run_id = null, task_run_id = null } of body) {
      const log = { id: randomUUID(), created: now.toISOString(), name, level, message, timestamp };
      session.run(...insertion("logs", { ...log, flow_run_id, task_run_id }));
    }
    return created(undefined);
  }),
  route(endpoints.filterLogs, ({ session, body }) => {
    const { logs: filter, sort = "TIMESTAMP_ASC", limit = defaultLimit, offset = 0 } = body;
    const condition = combine(
      [
        ...matchLevel("level", filter?.level),
        ...matchTime("timestamp", filter?.timestamp),
        ...matchAny("flow_run_id", filter?.flow_run_id),
        ...matchAny("task_run_id", filter?.task_run_id),
      ],
      filter?.operator,
    );
    const direction = sort === "TIMESTAMP_ASC" ? "ASC" : "DESC";
    const sql = `SELECT * FROM logs WHERE ${condition.sql} ORDER BY timestamp ${direction}, rowid ${direction} LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toStoredLog));
  }),
];

function toStoredLog(row: Row): StoredLog {
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "created"),
    name: text(row, "name"),
    level: number(row, "level"),
    message: text(row, "message"),
    timestamp: text(row, "timestamp"),
    flow_run_id: textOrNull(row, "flow_run_id"),
    task_run_id: textOrNull(row, "task_run_id"),
  };
}
