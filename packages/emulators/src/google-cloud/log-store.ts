import { randomUUID } from "node:crypto";
import { parseLogFilter } from "./log-filter.ts";

/** An entry as Cloud Logging keeps it. */
export interface StoredLogEntry {
  readonly insertId: string;
  readonly timestamp: string;
  readonly severity: string;
  readonly logName: string;
  readonly textPayload?: string;
  readonly jsonPayload?: object;
  readonly labels: Readonly<Record<string, string>>;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
}

export interface LogListing {
  readonly filter: string;
  readonly pageSize: number;
  readonly pageToken: string | null;
}

/** What was written to Cloud Logging. */
export interface LogStore {
  write(entry: Omit<StoredLogEntry, "insertId">): void;
  list(listing: LogListing): { readonly entries: readonly StoredLogEntry[]; readonly nextPageToken?: string };
}

/** `ingestionMilliseconds`: so long an entry cannot be read yet. */
export function createLogStore(ingestionMilliseconds = 0): LogStore {
  const entries: { readonly entry: StoredLogEntry; readonly readableAt: number }[] = [];
  return {
    write(entry) {
      const readableAt = performance.now() + ingestionMilliseconds;
      entries.push({ entry: { insertId: randomUUID().slice(0, 13), ...entry }, readableAt });
    },
    list({ filter, pageSize, pageToken }) {
      const matches = parseLogFilter(filter);
      const now = performance.now();
      const found = entries
        .filter(({ readableAt, entry }) => readableAt <= now && matches(entry))
        .map(({ entry }) => entry)
        .toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : one.timestamp > other.timestamp ? 1 : 0));
      const start = Number(pageToken ?? 0);
      const page = found.slice(start, start + pageSize);
      const end = start + page.length;
      return { entries: page, ...(end < found.length ? { nextPageToken: String(end) } : {}) };
    },
  };
}
