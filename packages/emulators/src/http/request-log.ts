import type { HttpRequest } from "./http-exchange.ts";

/** A request that a server got. */
export interface LoggedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly at: Date;
  /** `null` while it is not answered. */
  readonly status: number | null;
}

/** Every request that a server got, so that tests can hold a client to their number. */
export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  /** How many there were of each operation. */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
}

/** What the server writes into its log; the function says how the request was answered. */
export interface WritableRequestLog extends RequestLog {
  add(request: Pick<HttpRequest, "operation" | "method" | "path">): (status: number) => void;
}

export function createRequestLog(): WritableRequestLog {
  let entries: { -readonly [Field in keyof LoggedRequest]: LoggedRequest[Field] }[] = [];
  return {
    get entries() {
      return entries;
    },
    counts() {
      const counts: Record<string, number> = {};
      for (const { operation } of entries) counts[operation] = (counts[operation] ?? 0) + 1;
      return counts;
    },
    clear: () => void (entries = []),
    add({ operation, method, path }) {
      const entry = { operation, method, path, at: new Date(), status: null as number | null };
      entries.push(entry);
      return (status) => void (entry.status = status);
    },
  };
}
