import type { LaunchRequest } from "prefect-core/provider";
import type { EngineFacts } from "./api-network.ts";
import type { DockerClient } from "./docker-client.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";

/** What is true of a current engine at a host; what a plan assumes. */
export function assumedEngineFacts(host: string): EngineFacts {
  return { sharesNetwork: process.platform === "linux" && host.startsWith("unix://"), hasHostGateway: true };
}

/** Asks the engine only where its version decides something. */
export async function loadEngineFacts(
  client: DockerClient,
  { env }: LaunchRequest<DockerConfiguration>,
): Promise<EngineFacts> {
  const facts = assumedEngineFacts(client.host);
  if (!facts.sharesNetwork || env["PREFECT_API_URL"] === undefined) return facts;
  const [major = 0, minor = 0] = (await client.version()).Version.split(".").map(Number);
  return { ...facts, hasHostGateway: major > 20 || (major === 20 && minor >= 10) };
}
