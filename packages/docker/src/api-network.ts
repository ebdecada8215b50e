/** What of an engine decides how a container reaches an API on the submitter's own machine. */
export interface EngineFacts {
  /** Whether the engine runs on this machine and this machine runs Linux, so that the two share a network. */
  readonly sharesNetwork: boolean;
  /** Whether it knows `host-gateway`: Docker Engine 20.10 and newer. */
  readonly hasHostGateway: boolean;
}

export interface ApiNetwork {
  readonly networkMode: string | null;
  readonly extraHosts: readonly string[];
  readonly warning: string | null;
}

const gatewayName = "host.docker.internal";

/** Prefect's own rules: the host's network for an API on `localhost`, and a name for the host where it is needed. */
export function toApiNetwork(
  apiUrl: string | undefined,
  configured: { readonly networkMode: string | null; readonly networks: readonly string[] },
  engine: EngineFacts,
): ApiNetwork {
  const host = hostOf(apiUrl);
  const isLocal = isLoopback(host);
  const isFree = configured.networkMode === null && configured.networks.length === 0;
  const networkMode = isFree && isLocal && engine.sharesNetwork ? "host" : configured.networkMode;
  if (!engine.sharesNetwork || networkMode === "host" || !(isLocal || host === gatewayName)) {
    return { networkMode, extraHosts: [], warning: null };
  }
  if (engine.hasHostGateway) return { networkMode, extraHosts: [`${gatewayName}:host-gateway`], warning: null };
  const warning = `The engine is older than 20.10 and gives containers no name for its host: ${apiUrl} may be out of reach.`;
  return { networkMode, extraHosts: [], warning };
}

/** An API's address as a container of that network reaches it: its own loopback is not that of the submitter's machine. */
export function fromInside(apiUrl: string, { networkMode }: Pick<ApiNetwork, "networkMode">): string {
  if (networkMode === "host" || !isLoopback(hostOf(apiUrl))) return apiUrl;
  return apiUrl.replace(/localhost|127\.0\.0\.1/, gatewayName);
}

function hostOf(apiUrl: string | undefined): string | null {
  return apiUrl !== undefined && URL.canParse(apiUrl) ? new URL(apiUrl).hostname : null;
}

function isLoopback(host: string | null): boolean {
  return host === "localhost" || host === "127.0.0.1";
}
