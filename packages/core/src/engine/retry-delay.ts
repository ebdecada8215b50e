import type { FlowOptions } from "../contracts/flow.ts";

/** The pause before a retry, in seconds. Pure. @param retry from 1 */
export function retryDelaySeconds(delay: FlowOptions["retryDelaySeconds"], retry: number): number {
  if (delay === undefined) return 0;
  if (typeof delay === "number") return delay;
  const seconds = typeof delay === "function" ? delay(retry) : (delay[retry - 1] ?? delay.at(-1));
  return Number.isFinite(seconds) ? Math.max(0, seconds ?? 0) : 0;
}
