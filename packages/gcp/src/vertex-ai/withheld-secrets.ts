import type { LaunchRequest } from "prefect-core/provider";

const secretVariables = ["PREFECT_API_KEY", "PREFECT_API_AUTH_STRING"];

/**
 * A request without the submitter's own key for the API, which everybody who may look at the job would see; without it
 * the run could not use the API, so that it is not told of that either. What somebody chose for the run stays. Pure.
 */
export function withoutOwnSecrets<Request extends LaunchRequest<unknown>>(
  request: Request,
): { readonly request: Request; readonly warning: string | null } {
  const { env, inheritedEnv = [] } = request;
  const shown = secretVariables.filter((name) => env[name] !== undefined && inheritedEnv.includes(name));
  if (shown.length === 0) return { request, warning: null };
  const hidden = new Set([...shown, ...(inheritedEnv.includes("PREFECT_API_URL") ? ["PREFECT_API_URL"] : [])]);
  const warning =
    `${shown.join(" and ")} would stand in the custom job for everybody to see, so that the run is not told of the API: ` +
    "states and logs come through this process, and its outcome by its storage. Put a key for this purpose into `env`, " +
    "where the run is to report by itself.";
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.has(name)));
  return { request: { ...request, env: kept }, warning };
}
