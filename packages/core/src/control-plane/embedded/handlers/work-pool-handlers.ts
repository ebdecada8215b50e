import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../contracts/json.ts";
import * as endpoints from "../../endpoints/work-pool-endpoints.ts";
import type { WorkPoolStorageConfiguration } from "../../records/work-pool.ts";
import { defaultLimit, insertion, update } from "../columns.ts";
import { describeTemplateFault } from "../job-template-check.ts";
import { readPoolConcurrency } from "../pool-concurrency.ts";
import { workPoolCondition } from "../record-conditions.ts";
import { invalid, refuse } from "../refusal.ts";
import { created, noContent, ok, route, type Route } from "../route.ts";
import { readWorkPoolRecord, selectWorkPools, toWorkPoolRecord } from "../work-pool-rows.ts";

const noStorage: WorkPoolStorageConfiguration = {
  bundle_upload_step: null,
  bundle_execution_step: null,
  default_result_storage_block_id: null,
};

export const workPoolRoutes: readonly Route[] = [
  route(endpoints.createWorkPool, ({ session, body, now }) => {
    requireSoundTemplate(body.base_job_template, body);
    if (body.name.toLowerCase().startsWith("prefect")) {
      throw refuse(403, "Work pools starting with 'Prefect' are reserved for internal use.");
    }
    if (session.get("SELECT id FROM work_pools WHERE name = ?", body.name) !== undefined) {
      throw refuse(409, "A work pool with this name already exists.");
    }
    const times = { created: now.toISOString(), updated: now.toISOString() };
    const id = randomUUID();
    const queueId = randomUUID();
    const pool = {
      id,
      ...times,
      name: body.name,
      type: body.type ?? "prefect-agent",
      description: body.description,
      base_job_template: body.base_job_template ?? {},
      is_paused: body.is_paused ?? false,
      concurrency_limit: body.concurrency_limit,
      storage_configuration: { ...noStorage, ...body.storage_configuration },
      default_queue_id: queueId,
    };
    const queue = {
      id: queueId,
      ...times,
      work_pool_id: id,
      name: "default",
      description: "The work pool's default queue.",
      is_paused: false,
      priority: 1,
    };
    session.run(...insertion("work_pools", pool));
    session.run(...insertion("work_queues", queue));
    return created(readWorkPoolRecord(session, body.name));
  }),
  route(endpoints.readWorkPool, ({ session, path }) => ok(readWorkPoolRecord(session, path.workPoolName))),
  route(endpoints.updateWorkPool, ({ session, path, body, now }) => {
    requireSoundTemplate(body.base_job_template ?? undefined, body);
    const pool = readWorkPoolRecord(session, path.workPoolName);
    const changes = {
      ...body,
      is_paused: body.is_paused ?? undefined,
      base_job_template: body.base_job_template ?? undefined,
      storage_configuration: body.storage_configuration ? { ...noStorage, ...body.storage_configuration } : undefined,
      updated: now.toISOString(),
    };
    session.run(...update("work_pools", pool.id, changes));
    return noContent;
  }),
  route(endpoints.deleteWorkPool, ({ session, path }) => {
    const pool = readWorkPoolRecord(session, path.workPoolName);
    session.run("DELETE FROM work_pools WHERE id = ?", pool.id);
    return noContent;
  }),
  route(endpoints.filterWorkPools, ({ session, body }) => {
    const { limit = defaultLimit, offset = 0 } = body;
    const condition = workPoolCondition(body.work_pools ?? {});
    const sql = `${selectWorkPools} WHERE ${condition.sql} ORDER BY pool.name LIMIT ? OFFSET ?`;
    return ok(session.all(sql, ...condition.parameters, limit, offset).map(toWorkPoolRecord));
  }),
  route(endpoints.readWorkPoolConcurrency, ({ session, path, body, now }) =>
    ok(readPoolConcurrency(session, readWorkPoolRecord(session, path.workPoolName), body, now)),
  ),
  route(endpoints.countWorkPools, ({ session, body }) => {
    const condition = workPoolCondition(body.work_pools ?? {});
    const sql = `SELECT count(*) AS count FROM work_pools AS pool WHERE ${condition.sql}`;
    return ok(Number(session.get(sql, ...condition.parameters)?.["count"]));
  }),
];

function requireSoundTemplate(template: JsonObject | undefined, body: unknown): void {
  const fault = describeTemplateFault(template ?? {});
  if (fault !== null) throw invalid([{ loc: ["body", "base_job_template"], msg: fault }], body);
}
