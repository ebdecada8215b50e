import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/flow-endpoints.ts";
import type { FlowRecord } from "../../records/flow.ts";
import { defaultLimit, insertion, objectOf, text, textsOf } from "../columns.ts";
import { combine } from "../conditions.ts";
import { joinedFlowRuns } from "../flow-run-rows.ts";
import { flowCondition, selectionCondition } from "../record-conditions.ts";
import { notFound } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import type { Row, Session } from "../sqlite.ts";

const orders = {
  CREATED_DESC: "flow.created DESC",
  UPDATED_DESC: "flow.updated DESC",
  NAME_ASC: "flow.name ASC",
  NAME_DESC: "flow.name DESC",
} as const;

export const flowRoutes: readonly Route[] = [
  route(endpoints.createFlow, ({ session, body, now }) => {
    const existing = findFlow(session, "name", body.name);
    if (existing !== null) return ok(existing);
    const time = now.toISOString();
    const { name, tags = [] } = body;
    const id = randomUUID();
    session.run(...insertion("flows", { id, created: time, updated: time, name, tags, labels: body.labels ?? {} }));
    return created(readFlow(session, "id", id));
  }),
  route(endpoints.readFlow, ({ session, path }) => ok(readFlow(session, "id", path.flowId))),
  route(endpoints.readFlowByName, ({ session, path }) => ok(readFlow(session, "name", path.name))),
  route(endpoints.deleteFlow, ({ session, path }) => {
    if (session.run("DELETE FROM flows WHERE id = ?", path.flowId) === 0) throw notFound("Flow");
    return noContent;
  }),
  route(endpoints.filterFlows, ({ session, body }) => {
    const { flows, sort, limit = defaultLimit, offset = 0, work_queues: _unfilled, ...ofRuns } = body;
    const hasRun = Object.values(ofRuns).some((filter) => filter != null);
    const run = selectionCondition(ofRuns);
    const condition = combine([
      flowCondition(flows ?? {}),
      ...(hasRun ? [{ ...run, sql: `flow.id IN (SELECT run.flow_id FROM ${joinedFlowRuns} WHERE ${run.sql})` }] : []),
    ]);
    const sql = `SELECT flow.* FROM flows AS flow WHERE ${condition.sql} ORDER BY ${orders[sort ?? "NAME_ASC"]} LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toFlowRecord));
  }),
];

function readFlow(session: Session, column: "id" | "name", value: string): FlowRecord {
  const flow = findFlow(session, column, value);
  if (flow === null) throw notFound("Flow");
  return flow;
}

function findFlow(session: Session, column: "id" | "name", value: string): FlowRecord | null {
  const row = session.get(`SELECT * FROM flows WHERE ${column} = ?`, value);
  return row === undefined ? null : toFlowRecord(row);
}

function toFlowRecord(row: Row): FlowRecord {
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    tags: textsOf(row, "tags"),
    labels: objectOf(row, "labels"),
  };
}
