import type {
  SlotHolder,
  WorkPoolConcurrencyRequest,
  WorkPoolConcurrencyStatus,
  WorkPoolRecord,
} from "../records/work-pool.ts";
import { defaultLimit, text, textOrNull } from "./columns.ts";
import type { Row, Session } from "./sqlite.ts";
import { selectWorkQueues, toWorkQueueRecord } from "./work-pool-rows.ts";

const defaultRunLimit = 10;
const holdsSlot = "run.state_type IN ('PENDING', 'RUNNING')";

/** Who holds a pool's slots. */
export function readPoolConcurrency(
  session: Session,
  pool: WorkPoolRecord,
  { page = 1, limit = defaultLimit, flow_run_limit: runLimit = defaultRunLimit }: WorkPoolConcurrencyRequest,
  now: Date,
): WorkPoolConcurrencyStatus {
  const queues = session
    .all(`${selectWorkQueues} WHERE pool.id = ? ORDER BY queue.priority`, pool.id)
    .map(toWorkQueueRecord)
    .map((queue) => ({ queue, holders: countHolders(session, queue.id) }));
  return {
    active_slots: queues.reduce((sum, { holders }) => sum + holders, 0),
    concurrency_limit: pool.concurrency_limit,
    queues: queues.slice((page - 1) * limit, page * limit).map(({ queue, holders }) => ({
      queue_id: queue.id,
      queue_name: queue.name,
      active_slots: holders,
      concurrency_limit: queue.concurrency_limit,
      flow_runs: readHolders(session, queue.id, runLimit, now),
      flow_run_count: holders,
    })),
    count: queues.length,
    limit,
    pages: limit > 0 ? Math.ceil(queues.length / limit) : 0,
    page,
  };
}

function countHolders(session: Session, queueId: string): number {
  const sql = `SELECT count(*) AS count FROM flow_runs AS run WHERE run.work_queue_id = ? AND ${holdsSlot}`;
  return Number(session.get(sql, queueId)?.["count"]);
}

function readHolders(session: Session, queueId: string, limit: number, now: Date): readonly SlotHolder[] {
  const sql = `
    SELECT run.* FROM flow_runs AS run WHERE run.work_queue_id = ? AND ${holdsSlot}
    ORDER BY run.state_timestamp LIMIT ?`;
  return session.all(sql, queueId, limit).map((row) => toSlotHolder(row, now));
}

function toSlotHolder(row: Row, now: Date): SlotHolder {
  const since = textOrNull(row, "state_timestamp");
  return {
    id: text(row, "id"),
    name: text(row, "name"),
    state_type: textOrNull(row, "state_type"),
    state_name: textOrNull(row, "state_name"),
    start_time: textOrNull(row, "start_time"),
    state_timestamp: since,
    time_in_current_state: since === null ? null : (now.getTime() - Date.parse(since)) / 1000,
  };
}
