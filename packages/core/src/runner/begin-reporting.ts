import { setTimeout as delay } from "node:timers/promises";
import type { PauseGate } from "../engine/pause-gate.ts";
import { createApiReporter, type ApiReporter, type ReporterEvents } from "./api-reporter.ts";
import { openRunApi, type ReportedRun } from "./run-api.ts";
import type { Environment } from "./runner-settings.ts";

/** How long an API may take to answer first; a run begins without one that takes longer. */
const ANSWER_SECONDS = 2;

export interface ReportingOptions extends ReporterEvents {
  readonly pauses: PauseGate;
  /** Whether somebody follows the runner's output, who tells the API what this runner cannot. */
  readonly isFollowed: boolean;
  /** Default: 2. */
  readonly answerSeconds?: number;
}

/**
 * Reports the run to the API of this environment; `null` where there is none, or it does not know the run. One that
 * does not answer is told later, unless whoever follows this runner does. Never rejects.
 */
export async function beginReporting(
  environment: Environment,
  flowRunId: string,
  { isFollowed, answerSeconds = ANSWER_SECONDS, ...events }: ReportingOptions,
): Promise<ApiReporter | null> {
  const api = openRunApi(environment, flowRunId);
  if (api === null) return null;
  const silence = delay(answerSeconds * 1000, "silent" as const, { ref: false });
  const run = await Promise.race<ReportedRun | null | "silent">([api.readRun().catch(() => "silent"), silence]);
  if (run === null || (run === "silent" && isFollowed)) return null;
  return createApiReporter(api, flowRunId, { ...events, isReached: run !== "silent" });
}
