import type { JsonObject, LaunchRequest } from "prefect-core/provider";

/** A run that there is not, to try whether a job can be made of a configuration and these labels. Pure. */
export function toTrialRun(labels: JsonObject): Omit<LaunchRequest<unknown>, "configuration"> {
  const texts = Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
  return { flowRunId: "", attempt: 1, name: "", command: [], env: {}, expiresAt: new Date(0), labels: texts };
}
