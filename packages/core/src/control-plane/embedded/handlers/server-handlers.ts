import * as endpoints from "../../endpoints/server-endpoints.ts";
import { text } from "../columns.ts";
import { invalid } from "../refusal.ts";
import { noContent, ok, route, type Route } from "../route.ts";

/** The release of Prefect whose API is answered. */
import { prefectRelease } from "../../../serialization/prefect-release.ts";

const resultStorageKey = "default_result_storage_block_id";

export const serverRoutes: readonly Route[] = [
  route(endpoints.readHealth, () => ok(true)),
  route(endpoints.readReady, () => ok({ message: "OK" })),
  route(endpoints.readServerVersion, () => ok(prefectRelease)),
  route(endpoints.readServerStorage, ({ session }) => {
    const row = session.get("SELECT value FROM configuration WHERE key = ?", resultStorageKey);
    return ok({ default_result_storage_block_id: row === undefined ? null : text(row, "value") });
  }),
  route(endpoints.updateServerStorage, ({ session, body }) => {
    const id = body.default_result_storage_block_id ?? "";
    if (session.get("SELECT id FROM block_documents WHERE id = ?", id) === undefined) {
      throw invalid([{ loc: ["body", resultStorageKey], msg: `Block document ${id} not found` }], body);
    }
    const sql =
      "INSERT INTO configuration (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    session.run(sql, resultStorageKey, id);
    return noContent;
  }),
  route(endpoints.clearServerStorage, ({ session }) => {
    session.run("DELETE FROM configuration WHERE key = ?", resultStorageKey);
    return noContent;
  }),
];
