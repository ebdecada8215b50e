import type { JsonObject } from "prefect-core/provider";
import { postToGoogle } from "./google-rest.ts";
import type { GoogleSession } from "./google-session.ts";
import { type LogEntry, toLogEntry } from "./log-entry.ts";

export interface LogPage {
  /** In the order of time. */
  readonly entries: readonly LogEntry[];
  /** `null`: there is no further one. */
  readonly nextPageToken: string | null;
}

/** Reads one page of the entries that a filter of Cloud Logging matches, in the order of time. One request. */
export type ReadLogPage = (filter: string, pageToken: string | null, signal?: AbortSignal) => Promise<LogPage>;

const pageSize = 1000;

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list */
export function createLogReader(session: GoogleSession): ReadLogPage {
  return async (filter, pageToken, signal) => {
    const answer = (await postToGoogle(session, {
      service: "logging",
      operation: `read the logs of the project ${session.project}`,
      path: "/v2/entries:list",
      body: {
        resourceNames: [`projects/${session.project}`],
        filter,
        orderBy: "timestamp asc",
        pageSize,
        ...(pageToken === null ? {} : { pageToken }),
      },
      signal,
    })) as { readonly entries?: readonly JsonObject[]; readonly nextPageToken?: string } | null;
    return { entries: (answer?.entries ?? []).map(toLogEntry), nextPageToken: answer?.nextPageToken || null };
  };
}
