import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/flow-endpoints.ts";
import type { FlowRecord } from "../../records/flow.ts";
import { insertion, objectOf, text, textsOf } from "../columns.ts";
import { notFound } from "../refusal.ts";
import { created, ok, route, type Route } from "../route.ts";
import type { Row, Session } from "../sqlite.ts";

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
