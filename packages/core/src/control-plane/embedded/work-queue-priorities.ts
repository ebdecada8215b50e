import { number, text } from "./columns.ts";
import type { Session } from "./sqlite.ts";

/** The lowest number, from 1, that no queue of the pool has. */
export function firstFreePriority(session: Session, workPoolId: string): number {
  const taken = new Set(readPriorities(session, workPoolId).map((queue) => queue.priority));
  let priority = 1;
  while (taken.has(priority)) priority += 1;
  return priority;
}

/** Moves queues of a pool down, no further than needed, so that one queue alone has the priority given to it. */
export function makeRoomForPriority(session: Session, workPoolId: string, queueId: string, priority: number): void {
  const others = readPriorities(session, workPoolId).filter((queue) => queue.id !== queueId);
  let lastTaken = priority;
  for (const queue of others.filter((other) => other.priority >= priority)) {
    if (queue.priority > lastTaken) break;
    lastTaken += 1;
    session.run("UPDATE work_queues SET priority = ? WHERE id = ?", lastTaken, queue.id);
  }
}

function readPriorities(session: Session, workPoolId: string): { readonly id: string; readonly priority: number }[] {
  return session
    .all("SELECT id, priority FROM work_queues WHERE work_pool_id = ? ORDER BY priority", workPoolId)
    .map((row) => ({ id: text(row, "id"), priority: number(row, "priority") }));
}
