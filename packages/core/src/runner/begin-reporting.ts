import { createApiReporter, type ApiReporter } from "./api-reporter.ts";
import { openRunApi } from "./run-api.ts";
import type { Environment } from "./runner-settings.ts";

/** Reports the run to the API of this environment; `null` where there is none, or it does not know the run. */
export async function beginReporting(
  environment: Environment,
  flowRunId: string,
  onCancelled: () => void,
): Promise<ApiReporter | null> {
  const api = openRunApi(environment, flowRunId);
  const run = await api?.readRun().catch(() => null);
  return api === null || run == null ? null : createApiReporter(api, flowRunId, onCancelled);
}
