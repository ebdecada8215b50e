import type { WorkPoolRecord, WorkPoolStorageConfiguration } from "../records/work-pool.ts";
import type { WorkQueueRecord } from "../records/work-queue.ts";
import { flag, jsonOf, number, numberOrNull, objectOf, text, textOrNull } from "./columns.ts";
import { notFound, Refusal } from "./refusal.ts";
import type { Row, Session } from "./sqlite.ts";

/** Pools with the number of their runs that hold infrastructure. */
export const selectWorkPools = `
  SELECT pool.*, (
    SELECT count(*) FROM flow_runs AS run JOIN work_queues AS queue ON queue.id = run.work_queue_id
    WHERE queue.work_pool_id = pool.id AND run.state_type IN ('PENDING', 'RUNNING')
  ) AS active_slots, EXISTS (
    SELECT 1 FROM workers AS worker
    WHERE worker.work_pool_id = pool.id AND worker.online_until > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
  ) AS has_online_worker
  FROM work_pools AS pool`;

export const selectWorkQueues = `
  SELECT queue.*, pool.name AS work_pool_name
  FROM work_queues AS queue JOIN work_pools AS pool ON pool.id = queue.work_pool_id`;

export function readWorkPoolRecord(session: Session, name: string): WorkPoolRecord {
  const row = session.get(`${selectWorkPools} WHERE pool.name = ?`, name);
  if (row === undefined) throw new Refusal(404, { detail: `Work pool "${name}" not found.` });
  return toWorkPoolRecord(row);
}

export function readWorkQueueRecord(session: Session, workPoolName: string, name: string): WorkQueueRecord {
  const row = session.get(`${selectWorkQueues} WHERE pool.name = ? AND queue.name = ?`, workPoolName, name);
  if (row === undefined) {
    throw new Refusal(404, { detail: `Work queue '${name}' not found in work pool '${workPoolName}'.` });
  }
  return toWorkQueueRecord(row);
}

export function readWorkQueueRecordById(session: Session, id: string): WorkQueueRecord {
  const row = session.get(`${selectWorkQueues} WHERE queue.id = ?`, id);
  if (row === undefined) throw notFound("work queue");
  return toWorkQueueRecord(row);
}

/** The id of a pool's queue; of its default queue where none is named. */
export function findWorkQueueId(session: Session, workPoolName: string, queueName: string | null): string | null {
  if (queueName === null) return readWorkPoolRecord(session, workPoolName).default_queue_id;
  return readWorkQueueRecord(session, workPoolName, queueName).id;
}

export function toWorkPoolRecord(row: Row): WorkPoolRecord {
  const isPaused = flag(row, "is_paused");
  const concurrencyLimit = numberOrNull(row, "concurrency_limit");
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    description: textOrNull(row, "description"),
    type: text(row, "type"),
    base_job_template: objectOf(row, "base_job_template"),
    is_paused: isPaused,
    concurrency_limit: concurrencyLimit,
    status: isPaused ? "PAUSED" : flag(row, "has_online_worker") ? "READY" : "NOT_READY",
    default_queue_id: text(row, "default_queue_id"),
    storage_configuration: jsonOf(row, "storage_configuration") as WorkPoolStorageConfiguration,
    active_slots: concurrencyLimit === null ? null : number(row, "active_slots"),
  };
}

export function toWorkQueueRecord(row: Row): WorkQueueRecord {
  const isPaused = flag(row, "is_paused");
  const lastPolled = textOrNull(row, "last_polled");
  return {
    id: text(row, "id"),
    created: text(row, "created"),
    updated: text(row, "updated"),
    name: text(row, "name"),
    description: textOrNull(row, "description"),
    is_paused: isPaused,
    concurrency_limit: numberOrNull(row, "concurrency_limit"),
    priority: number(row, "priority"),
    work_pool_id: text(row, "work_pool_id"),
    work_pool_name: textOrNull(row, "work_pool_name"),
    last_polled: lastPolled,
    status: isPaused ? "PAUSED" : lastPolled === null ? "NOT_READY" : "READY",
    filter: null,
  };
}
