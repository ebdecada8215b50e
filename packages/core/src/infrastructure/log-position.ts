/** How far a container's output has been read, so that reading can go on after the connection was lost. */
export interface LogPosition {
  /** Takes note of a line, in the order of reading, by its ISO 8601 time. */
  pass(timestamp: string): void;
  /** Where to read from (`null`: the start), and how many lines from there were read before. */
  resume(): { readonly since: string | null; readonly skip: number };
}

/**
 * Platforms keep lines in one order but may stamp two that are written at once the other way round, stamp several with
 * one time, or take whole seconds only. So the last whole second or more is read again, and what was read of it is
 * counted off.
 */
export function createLogPosition(): LogPosition {
  let older: { readonly since: string | null; count: number } = { since: null, count: 0 };
  let newer = older;
  return {
    pass(timestamp) {
      const second = toSecond(timestamp);
      if (newer.since === null || second > newer.since) {
        older = newer;
        newer = { since: second, count: 0 };
      }
      for (const mark of [older, newer]) if (mark.since === null || second >= mark.since) mark.count += 1;
    },
    resume: () => ({ since: older.since, skip: older.count }),
  };
}

/** A node may write its own time zone. */
function toSecond(timestamp: string): string {
  const utc = timestamp.endsWith("Z") ? timestamp : new Date(timestamp).toISOString();
  return `${utc.slice(0, 19)}Z`;
}
