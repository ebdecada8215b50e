import type { FollowedLog } from "./log-poller.ts";

type Followed = Pick<FollowedLog, "source" | "from">;

export interface LogBatch<Log extends Followed> {
  readonly logs: readonly Log[];
  readonly filter: string;
}

// A filter may have 20,000 characters. https://cloud.google.com/logging/quotas#logs_query_language
const maximumLogs = 50;
const maximumLength = 16_000;
/** Those who have read so differently far are not read together: one would have the others' entries read again. */
const bucketMilliseconds = 600_000;

/** As few requests as can be for all logs that are followed. Pure. */
export function toLogBatches<Log extends Followed>(logs: readonly Log[]): readonly LogBatch<Log>[] {
  const batches: Log[][] = [];
  let length = 0;
  let bucket: number | null = null;
  for (const log of logs.toSorted((one, other) => one.from - other.from)) {
    const own = Math.floor(log.from / bucketMilliseconds);
    const current = batches.at(-1);
    length += log.source.filter.length;
    // Neighbours in time go together even across a bucket's edge.
    const isNear = bucket !== null && own - bucket <= 1;
    if (current !== undefined && current.length < maximumLogs && length <= maximumLength && isNear) current.push(log);
    else {
      batches.push([log]);
      length = log.source.filter.length;
      bucket = own;
    }
  }
  return batches.map((batch) => {
    const from = new Date(Math.min(...batch.map((log) => log.from))).toISOString();
    const terms = batch.map(({ source }) => `(${source.filter})`).join(" OR ");
    return { logs: batch, filter: `timestamp>="${from}" AND (${terms})` };
  });
}
