import type { LaunchRequest } from "../contracts/launcher.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);
const apiVariable = "PREFECT_API_URL";

/**
 * A request whose container is told no API that it cannot reach: the submitter's own, where that is on the submitter's
 * machine. What somebody chose for the run stays. The run's states and log then come through its submitter alone. Pure.
 *
 * @param from Who would have to reach the API, for the warning: `the cluster`, `Azure`.
 */
export function withReachableApi<Request extends LaunchRequest<unknown>>(
  request: Request,
  from: string,
): { readonly request: Request; readonly warning: string | null } {
  const { env, inheritedEnv = [] } = request;
  const { [apiVariable]: url, ...others } = env;
  const isLocal = url !== undefined && URL.canParse(url) && loopback.has(new URL(url).hostname);
  if (!isLocal || !inheritedEnv.includes(apiVariable)) return { request, warning: null };
  const { PREFECT_API_KEY: _key, PREFECT_API_AUTH_STRING: _auth, ...rest } = others;
  const warning =
    `The container is not told of the Prefect API at ${url}, which is on this machine: states and logs come through this ` +
    `process. Name an address that ${from} reaches in \`env\`, where the run is to report by itself.`;
  return { request: { ...request, env: rest }, warning };
}
