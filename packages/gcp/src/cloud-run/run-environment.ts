import type { JsonObject, LaunchRequest } from "prefect-core/provider";
import type { CloudRunConfiguration } from "./cloud-run-configuration.ts";

/** Variables that nobody who may look at a job should see, by the option that names their secret. */
const secretVariables: Readonly<Record<string, string>> = {
  PREFECT_API_KEY: "prefectApiKeySecret",
  PREFECT_API_AUTH_STRING: "prefectApiAuthStringSecret",
};

/** The `env` of the container. */
export interface RunEnvironment {
  readonly entries: readonly JsonObject[];
  /** What was left out for not being seen by everybody who may look at the job; a line for people, or `null`. */
  readonly notice: string | null;
}

/** The run's variables and secrets, then what only the template has. A name stands once, as Cloud Run demands. Pure. */
export function toRunEnvironment(
  { env, configuration: { secrets } }: Pick<LaunchRequest<CloudRunConfiguration>, "env" | "configuration">,
  inTemplate: readonly JsonObject[],
): RunEnvironment {
  const named = new Set([...Object.keys(secrets), ...inTemplate.map(({ name }) => String(name))]);
  const shown = Object.keys(env).filter((name) => secretVariables[name] !== undefined && !named.has(name));
  // Without its key a run could not use the API, and would take its refusals for failures.
  const hidden = new Set([...shown, ...(shown.length > 0 ? ["PREFECT_API_URL"] : [])]);
  const entries = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(env)) if (!hidden.has(name)) entries.set(name, { name, value });
  for (const entry of inTemplate) if (!entries.has(String(entry["name"]))) entries.set(String(entry["name"]), entry);
  for (const [name, { secret, version }] of Object.entries(secrets)) {
    entries.set(name, { name, valueSource: { secretKeyRef: { secret, version } } });
  }
  const [first] = shown;
  const notice =
    first === undefined
      ? null
      : `${shown.join(" and ")} would stand in the job for everybody to see, so that the run is not told of the API: its ` +
        `outcome comes by its storage. Put it into Secret Manager and name it with ${secretVariables[first]}.`;
  return { entries: [...entries.values()], notice };
}
