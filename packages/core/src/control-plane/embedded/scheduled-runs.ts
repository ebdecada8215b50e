import { defaultLimit, text } from "./columns.ts";
import type { Session } from "./sqlite.ts";

export interface ScheduledRunsQuery {
  readonly poolId: string;
  /** Empty: every queue of the pool. */
  readonly queueIds: readonly string[];
  readonly scheduled_before?: string | undefined;
  readonly scheduled_after?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * Runs that may start: of queues that are not paused, no more of each queue and of the pool than their limits leave
 * room for, by priority and then by time. A run that its own process will retry is not one of them.
 */
const scheduledRunsSql = `
  WITH occupied AS (
    SELECT queue.id AS queue_id, count(*) AS slots
    FROM work_queues AS queue JOIN flow_runs AS run ON run.work_queue_id = queue.id
    WHERE queue.work_pool_id = :pool AND run.state_type IN ('PENDING', 'RUNNING')
    GROUP BY queue.id
  ),
  waiting AS (
    SELECT run.id, run.work_queue_id, run.next_scheduled_start_time AS due,
      row_number() OVER (PARTITION BY run.work_queue_id ORDER BY run.next_scheduled_start_time, run.rowid) AS queue_rank
    FROM flow_runs AS run JOIN work_queues AS queue ON queue.id = run.work_queue_id
    WHERE queue.work_pool_id = :pool AND run.state_type = 'SCHEDULED'
      AND coalesce(json_extract(run.empirical_policy, '$.retry_type'), '') <> 'in_process'
      AND run.next_scheduled_start_time >= :after AND run.next_scheduled_start_time <= :before
  )
  SELECT waiting.id
  FROM waiting
  JOIN work_queues AS queue ON queue.id = waiting.work_queue_id
  JOIN work_pools AS pool ON pool.id = queue.work_pool_id
  LEFT JOIN occupied ON occupied.queue_id = queue.id
  WHERE NOT pool.is_paused AND NOT queue.is_paused
    AND (:queues = '[]' OR queue.id IN (SELECT value FROM json_each(:queues)))
    AND (queue.concurrency_limit IS NULL OR queue_rank <= queue.concurrency_limit - coalesce(occupied.slots, 0))
  ORDER BY queue.priority, waiting.due
  LIMIT min(:limit, coalesce(
    (SELECT max(0, pool.concurrency_limit - coalesce((SELECT sum(slots) FROM occupied), 0))
     FROM work_pools AS pool WHERE pool.id = :pool), :limit))`;

const beginningOfTime = "0000";
const endOfTime = "9999";

export function findScheduledRunIds(session: Session, query: ScheduledRunsQuery): string[] {
  const parameters = {
    pool: query.poolId,
    queues: JSON.stringify(query.queueIds),
    after: query.scheduled_after ?? beginningOfTime,
    before: query.scheduled_before ?? endOfTime,
    limit: query.limit ?? defaultLimit,
  };
  return session.allNamed(scheduledRunsSql, parameters).map((row) => text(row, "id"));
}
