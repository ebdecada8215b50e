import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../contracts/json.ts";
import { obfuscatedSecret } from "../../blocks/secret-fields.ts";
import * as endpoints from "../../endpoints/block-endpoints.ts";
import { readBlockDocument, toBlockDocumentRecord, toStoredData } from "../block-document-rows.ts";
import { readBlockSchema } from "../block-rows.ts";
import { defaultLimit, insertion, objectOf, text, update } from "../columns.ts";
import { combine, matchAny, matchName, type Condition } from "../conditions.ts";
import { invalid, notFound, Refusal, refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import type { BlockDocumentSelection } from "../../records/filters.ts";

const orders = {
  NAME_ASC: "document.name ASC",
  NAME_DESC: "document.name DESC",
  BLOCK_TYPE_AND_NAME_ASC: "type.name ASC, document.name ASC",
};

export const blockDocumentRoutes: readonly Route[] = [
  route(endpoints.createBlockDocument, ({ session, secrets, body, now }) => {
    const { block_type_id, block_schema_id, is_anonymous = false } = body;
    if (!body.name && !is_anonymous) {
      throw invalid([{ loc: ["body"], msg: "Names must be provided for block documents." }], body);
    }
    if (readBlockSchema(session, block_schema_id).block_type_id !== block_type_id) throw notFound("Block type");
    const id = randomUUID();
    const name = body.name ?? `anonymous-${id}`;
    const sql = "SELECT id FROM block_documents WHERE block_type_id = ? AND name = ?";
    if (session.get(sql, block_type_id, name) !== undefined) throw refuse(409, "Block already exists");
    const times = { created: now.toISOString(), updated: now.toISOString() };
    const data = toStoredData({ session, secrets }, block_schema_id, body.data ?? {});
    session.run(
      ...insertion("block_documents", { id, ...times, block_type_id, block_schema_id, name, data, is_anonymous }),
    );
    return created(readBlockDocument({ session, secrets, includeSecrets: false }, id));
  }),
  route(endpoints.readBlockDocument, ({ session, secrets, path, query }) =>
    ok(readBlockDocument({ session, secrets, includeSecrets: isTrue(query.include_secrets) }, path.blockDocumentId)),
  ),
  route(endpoints.readBlockDocumentByName, ({ session, secrets, path, query }) => {
    const sql = `
      SELECT document.* FROM block_documents AS document JOIN block_types AS type ON type.id = document.block_type_id
      WHERE type.slug = ? AND document.name = ?`;
    const row = session.get(sql, path.slug, path.name);
    if (row === undefined) throw notFound("Block document");
    return ok(toBlockDocumentRecord({ session, secrets, includeSecrets: isTrue(query.include_secrets) }, row));
  }),
  route(endpoints.updateBlockDocument, ({ session, secrets, path, body, now }) => {
    const row = session.get("SELECT * FROM block_documents WHERE id = ?", path.blockDocumentId);
    if (row === undefined) throw notFound("Block document");
    const schemaId = body.block_schema_id ?? text(row, "block_schema_id");
    if (readBlockSchema(session, schemaId).block_type_id !== text(row, "block_type_id")) {
      throw new Refusal(400, { detail: "Must migrate block document to a block schema of the same block type." });
    }
    const before = body.merge_existing_data === false ? {} : objectOf(row, "data");
    const changes = toStoredData({ session, secrets }, schemaId, withoutObfuscated(body.data));
    const data = { ...before, ...changes };
    session.run(
      ...update("block_documents", text(row, "id"), {
        block_schema_id: schemaId,
        data,
        updated: now.toISOString(),
      }),
    );
    return noContent;
  }),
  route(endpoints.deleteBlockDocument, ({ session, path }) => {
    const deleted = session.run("DELETE FROM block_documents WHERE id = ?", path.blockDocumentId);
    if (deleted === 0) throw notFound("Block document");
    return noContent;
  }),
  route(endpoints.filterBlockDocuments, ({ session, secrets, body }) => {
    const { include_secrets: includeSecrets = false, sort, limit = defaultLimit, offset = 0 } = body;
    const condition = selectionCondition(body);
    const sql = `
      SELECT document.* FROM block_documents AS document JOIN block_types AS type ON type.id = document.block_type_id
      WHERE ${condition.sql} ORDER BY ${orders[sort ?? "NAME_ASC"]} LIMIT ? OFFSET ?`;
    const rows = session.all(sql, ...condition.parameters, limit, offset);
    return ok(rows.map((row) => toBlockDocumentRecord({ session, secrets, includeSecrets }, row)));
  }),
];

function isTrue(value: string | undefined): boolean {
  return value === "true" || value === "True" || value === "1";
}

/** What a reader of obfuscated secrets sends back unchanged leaves the secret as it was. */
function withoutObfuscated(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== obfuscatedSecret));
}

function selectionCondition({ block_documents: filter, block_types: types }: BlockDocumentSelection): Condition {
  const anonymous = filter?.is_anonymous === undefined ? false : filter.is_anonymous?.eq_;
  return combine([
    combine(
      [
        ...matchAny("document.id", filter?.id),
        ...matchAny("document.block_type_id", filter?.block_type_id),
        ...matchName("document.name", filter?.name),
      ],
      filter?.operator,
    ),
    ...(typeof anonymous === "boolean" ? [{ sql: "document.is_anonymous = ?", parameters: [anonymous ? 1 : 0] }] : []),
    ...matchAny("type.slug", types?.slug),
    ...matchName("type.name", types?.name),
  ]);
}
