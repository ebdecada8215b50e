import { type LogPollTimes, usualLogPollTimes } from "../google/log-poller.ts";

/** How long a launcher waits for what. */
export interface VertexAiTimes {
  /** So long a job that was created may be missing from a list. */
  readonly listLagMilliseconds: number;
  /** Between two looks at such a list. */
  readonly listPollMilliseconds: number;
  /** So long after the end of a job its last entries may come into Cloud Logging. */
  readonly settlingMilliseconds: number;
  readonly logs: LogPollTimes;
}

export const usualVertexAiTimes: VertexAiTimes = {
  listLagMilliseconds: 15_000,
  listPollMilliseconds: 1000,
  settlingMilliseconds: 5000,
  logs: usualLogPollTimes,
};
