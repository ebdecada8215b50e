/** How far a pod's output has been read, so that reading can go on after the connection was lost. */
export interface LogPosition {
  /** Takes note of a line, in the order of reading. */
  pass(timestamp: string): void;
  /** Where to read from (`null`: the start), and how many lines from there were read before. */
  resume(): { readonly since: string | null; readonly skip: number };
}

/** The API takes whole seconds, so that the last second or more is read again, and what was read of it is counted off. */
export function createLogPosition(): LogPosition {
  let older: { readonly since: string | null; count: number } = { since: null, count: 0 };
  let newer = older;
  return {
    pass(timestamp) {
      // A node may write its own time zone.
      const second = `${new Date(timestamp).toISOString().slice(0, 19)}Z`;
      if (newer.since === null || second > newer.since) {
        older = newer;
        newer = { since: second, count: 0 };
      }
      for (const mark of [older, newer]) if (mark.since === null || second >= mark.since) mark.count += 1;
    },
    resume: () => ({ since: older.since, skip: older.count }),
  };
}
