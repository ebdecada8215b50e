import { createPlainAgent, createTlsAgent } from "./engine-agents.ts";
import type { EngineEndpoint } from "./engine-endpoint.ts";
import { EngineConfigurationError } from "./errors/engine-configuration-error.ts";
import { SshAgent } from "./ssh-agent.ts";

/** Everything is named, as the library takes what is not from the environment. */
export function toConnection({ host, tls }: EngineEndpoint): Readonly<Record<string, unknown>> {
  const none = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  if (host.startsWith("unix://")) {
    return { ...none, protocol: "http", socketPath: host.slice("unix://".length) };
  }
  const url = parseHost(host);
  const address = { ...none, host: url.hostname, port: url.port || undefined };
  if (url.protocol === "ssh:") {
    return { ...address, protocol: "http", port: undefined, agent: new SshAgent(host) };
  }
  if (tls === null) {
    return { ...address, protocol: "http", port: url.port || 2375, agent: createPlainAgent() };
  }
  const { isVerified, ...certificates } = tls;
  const agent = createTlsAgent({ rejectUnauthorized: isVerified, ...certificates });
  return { ...address, protocol: "https", port: url.port || 2376, agent, ...certificates };
}

function parseHost(host: string): URL {
  const url = URL.canParse(host) ? new URL(host) : null;
  if (url !== null && /^(?:tcp|https?|ssh):$/.test(url.protocol) && url.hostname !== "") return url;
  throw new EngineConfigurationError({
    source: `'${host}'`,
    problem: "an engine's host is unix://PATH, tcp://HOST:PORT or ssh://USER@HOST",
  });
}
