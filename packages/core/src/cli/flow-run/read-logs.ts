import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { StoredLog } from "../../control-plane/records/log.ts";

export interface LogRange {
  readonly flowRunId: string;
  readonly newestFirst: boolean;
  /** `null`: all of them. */
  readonly maximum: number | null;
  /** Only those at or after this time, where it is given. */
  readonly after?: Date;
}

/** Most servers give at most this many in one answer, and refuse to be asked for more. */
const pageSize = 200;

/** The logs of a run, page by page, so that a long log is printed while it is read. */
export async function* readLogs(client: PrefectClient, range: LogRange): AsyncGenerator<readonly StoredLog[]> {
  const { flowRunId, newestFirst, maximum, after } = range;
  const timestamp = after === undefined ? {} : { timestamp: { after_: after.toISOString() } };
  let remaining = maximum ?? Infinity;
  for (let offset = 0; remaining > 0;) {
    const limit = Math.min(pageSize, remaining);
    const page = await client.filterLogs({
      logs: { flow_run_id: { any_: [flowRunId] }, ...timestamp },
      sort: newestFirst ? "TIMESTAMP_DESC" : "TIMESTAMP_ASC",
      offset,
      limit,
    });
    if (page.length > 0) yield page;
    if (page.length < limit) return;
    offset += page.length;
    remaining -= page.length;
  }
}
