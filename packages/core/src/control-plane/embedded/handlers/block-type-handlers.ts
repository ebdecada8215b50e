import { randomUUID } from "node:crypto";
import { blockSchemaChecksum } from "../../blocks/schema-checksum.ts";
import * as endpoints from "../../endpoints/block-endpoints.ts";
import { readBlockSchema, readBlockType, toBlockSchemaRecord, toBlockTypeRecord } from "../block-rows.ts";
import { defaultLimit, insertion, text, update } from "../columns.ts";
import { combine, matchAny, matchName } from "../conditions.ts";
import { notFound, refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";

/** What a schema that names no version is. */
const defaultVersion = "non-versioned";

export const blockTypeRoutes: readonly Route[] = [
  route(endpoints.readBlockType, ({ session, path }) => ok(readBlockType(session, "slug", path.slug))),
  route(endpoints.createBlockType, ({ session, body, now }) => {
    if (session.get("SELECT id FROM block_types WHERE slug = ? OR name = ?", body.slug, body.name) !== undefined) {
      throw refuse(409, `Block type with name "${body.name}" already exists`);
    }
    const id = randomUUID();
    const time = now.toISOString();
    session.run(...insertion("block_types", { ...body, id, created: time, updated: time, is_protected: false }));
    return created(readBlockType(session, "id", id));
  }),
  route(endpoints.updateBlockType, ({ session, path, body, now }) => {
    readBlockType(session, "id", path.blockTypeId);
    session.run(...update("block_types", path.blockTypeId, { ...body, updated: now.toISOString() }));
    return noContent;
  }),
  route(endpoints.deleteBlockType, ({ session, path }) => {
    if (readBlockType(session, "id", path.blockTypeId).is_protected) {
      throw refuse(403, "protected block types cannot be deleted.");
    }
    session.run("DELETE FROM block_types WHERE id = ?", path.blockTypeId);
    return noContent;
  }),
  route(endpoints.filterBlockTypes, ({ session, body }) => {
    const { block_types: filter, limit = defaultLimit, offset = 0 } = body;
    const condition = combine([...matchName("name", filter?.name), ...matchAny("slug", filter?.slug)]);
    const sql = `SELECT * FROM block_types WHERE ${condition.sql} ORDER BY name ASC LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toBlockTypeRecord));
  }),
  route(endpoints.createBlockSchema, ({ session, body, now }) => {
    const { block_type_id, fields = {}, capabilities = [], version = defaultVersion } = body;
    readBlockType(session, "id", block_type_id);
    const checksum = blockSchemaChecksum(fields);
    const sql = "SELECT id FROM block_schemas WHERE checksum = ? AND version = ?";
    const existing = session.get(sql, checksum, version);
    if (existing !== undefined) return ok(readBlockSchema(session, text(existing, "id")));
    const id = randomUUID();
    const times = { created: now.toISOString(), updated: now.toISOString() };
    session.run(
      ...insertion("block_schemas", { id, ...times, block_type_id, checksum, fields, capabilities, version }),
    );
    return created(readBlockSchema(session, id));
  }),
  route(endpoints.readBlockSchemaByChecksum, ({ session, path }) => {
    const sql = "SELECT id FROM block_schemas WHERE checksum = ? ORDER BY created DESC, rowid DESC LIMIT 1";
    const row = session.get(sql, path.checksum);
    if (row === undefined) throw notFound("Block schema");
    return ok(readBlockSchema(session, text(row, "id")));
  }),
  route(endpoints.filterBlockSchemas, ({ session, body }) => {
    const { block_schemas: filter, limit = defaultLimit, offset = 0 } = body;
    const wanted = filter?.block_capabilities?.all_;
    const capabilities = wanted
      ? [
          {
            sql: "NOT EXISTS (SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT value FROM json_each(capabilities)))",
            parameters: [JSON.stringify(wanted)],
          },
        ]
      : [];
    const condition = combine(
      [
        ...matchAny("block_type_id", filter?.block_type_id),
        ...matchAny("id", filter?.id),
        ...matchAny("version", filter?.version),
        ...capabilities,
      ],
      filter?.operator,
    );
    const sql = `SELECT * FROM block_schemas WHERE ${condition.sql} ORDER BY created DESC, rowid DESC LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map((row) => toBlockSchemaRecord(session, row)));
  }),
];
