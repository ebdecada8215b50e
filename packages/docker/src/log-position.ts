/** How far a container's output has been read, so that reading can go on after the connection was lost. */
export interface LogPosition {
  /** Takes note of a frame, in the order of reading. */
  pass(timestamp: string): void;
  /** Where to read from (`null`: the start), and how many frames from there were read before. */
  resume(): { readonly since: string | null; readonly skip: number };
}

/**
 * The engine stores frames in one order but may stamp two that are written at once the other way round, and several
 * with one time. So the last whole second or more is read again, and what was read of it is counted off.
 */
export function createLogPosition(): LogPosition {
  let older: { readonly since: string | null; count: number } = { since: null, count: 0 };
  let newer = older;
  return {
    pass(timestamp) {
      const second = `${timestamp.slice(0, 19)}.000000000Z`;
      if (newer.since === null || second > newer.since) {
        older = newer;
        newer = { since: second, count: 0 };
      }
      for (const mark of [older, newer]) if (mark.since === null || timestamp >= mark.since) mark.count += 1;
    },
    resume: () => ({ since: older.since, skip: older.count }),
  };
}

/** A time as the engine takes it in queries: seconds and nanoseconds since 1970. */
export function toUnixTime(timestamp: string): string {
  const [seconds = "", fraction = "0"] = timestamp.replace("Z", "").split(".");
  return `${Date.parse(`${seconds}Z`) / 1000}.${fraction}`;
}
