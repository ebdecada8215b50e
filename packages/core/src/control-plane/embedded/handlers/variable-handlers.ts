import { randomUUID } from "node:crypto";
import * as endpoints from "../../endpoints/variable-endpoints.ts";
import type { VariableRecord } from "../../records/variable.ts";
import { defaultLimit, insertion, jsonOf, text, textsOf, update } from "../columns.ts";
import { combine, matchAny, matchName, matchTags } from "../conditions.ts";
import { notFound, refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import type { Row, Session } from "../sqlite.ts";

const orders = {
  CREATED_DESC: "created DESC",
  UPDATED_DESC: "updated DESC",
  NAME_ASC: "name ASC",
  NAME_DESC: "name DESC",
};

export const variableRoutes: readonly Route[] = [
  route(endpoints.createVariable, ({ session, body, now }) => {
    requireFreeName(session, body.name);
    const time = now.toISOString();
    const { name, tags = [] } = body;
    const value = JSON.stringify(body.value);
    session.run(...insertion("variables", { id: randomUUID(), created: time, updated: time, name, value, tags }));
    return created(readVariable(session, name));
  }),
  route(endpoints.readVariable, ({ session, path }) => ok(readVariable(session, path.name))),
  route(endpoints.updateVariable, ({ session, path, body, now }) => {
    const variable = readVariable(session, path.name);
    if (body.name !== undefined && body.name !== variable.name) requireFreeName(session, body.name);
    const value = body.value === undefined ? undefined : JSON.stringify(body.value);
    session.run(...update("variables", variable.id, { ...body, value, updated: now.toISOString() }));
    return noContent;
  }),
  route(endpoints.deleteVariable, ({ session, path }) => {
    const variable = readVariable(session, path.name);
    session.run("DELETE FROM variables WHERE id = ?", variable.id);
    return noContent;
  }),
  route(endpoints.filterVariables, ({ session, body }) => {
    const { variables: filter, sort = "NAME_ASC", limit = defaultLimit, offset = 0 } = body;
    const condition = combine(
      [...matchAny("id", filter?.id), ...matchName("name", filter?.name), ...matchTags("tags", filter?.tags)],
      filter?.operator,
    );
    const sql = `SELECT * FROM variables WHERE ${condition.sql} ORDER BY ${orders[sort]} LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toVariableRecord));
  }),
];

function requireFreeName(session: Session, name: string): void {
  if (session.get("SELECT id FROM variables WHERE name = ?", name) !== undefined) {
    throw refuse(409, `A variable with the name '${name}' already exists.`);
  }
}

function readVariable(session: Session, name: string): VariableRecord {
  const row = session.get("SELECT * FROM variables WHERE name = ?", name);
  if (row === undefined) throw notFound("Variable");
  return toVariableRecord(row);
}

function toVariableRecord(row: Row): VariableRecord {
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    value: jsonOf(row, "value"),
    tags: textsOf(row, "tags"),
  };
}
