import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { dockerConfigDirectory, loadDockerConfigFile } from "./docker-config-file.ts";
import { loadContextEndpoint } from "./docker-context.ts";
import { loadCertificates } from "./engine-certificates.ts";
import type { EngineCertificates } from "./engine-certificates.ts";
import { EngineConfigurationError } from "./errors/engine-configuration-error.ts";

/** Where an engine is, and by which certificates the two sides know each other. */
export interface EngineEndpoint {
  /** `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host` */
  readonly host: string;
  /** `null` for a connection that is not encrypted. */
  readonly tls: EngineCertificates | null;
}

const systemSocket = "/var/run/docker.sock";

/**
 * As Docker's command line finds it: `DOCKER_HOST`, the context named by `DOCKER_CONTEXT` or by the configuration
 * file, or a socket where engines have theirs. Throws `EngineConfigurationError`.
 */
export async function resolveEngineEndpoint(environment: NodeJS.ProcessEnv = process.env): Promise<EngineEndpoint> {
  const named = environment["DOCKER_HOST"];
  if (named) return { host: named, tls: await environmentTls(named, environment) };
  const directory = dockerConfigDirectory(environment);
  const context = environment["DOCKER_CONTEXT"] || (await loadDockerConfigFile(directory)).currentContext;
  if (context && context !== "default") return loadContextEndpoint(directory, context);
  return { host: `unix://${await findSocket(environment)}`, tls: null };
}

/** The endpoint as Python's Docker SDK writes it, by whose workers a container can then be ended too. */
export function toBaseUrl({ host, tls }: EngineEndpoint): string {
  if (host.startsWith("unix://")) return "http+docker://localhost";
  if (host.startsWith("ssh://")) return "http+docker://ssh";
  return host.replace(/^tcp:/, tls === null ? "http:" : "https:");
}

/** The endpoint by its name alone, as another process wrote it down, with this process's certificates. */
export async function endpointOfHost(
  host: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<EngineEndpoint> {
  const current = await resolveEngineEndpoint(environment);
  return current.host === host ? current : { host, tls: await environmentTls(host, environment) };
}

async function environmentTls(host: string, environment: NodeJS.ProcessEnv): Promise<EngineCertificates | null> {
  const isVerified = Boolean(environment["DOCKER_TLS_VERIFY"]);
  if (!/^(?:tcp|https?):/.test(host) || !(isVerified || environment["DOCKER_TLS"] || host.startsWith("https:"))) {
    return null;
  }
  const directory = environment["DOCKER_CERT_PATH"] || dockerConfigDirectory(environment);
  const certificates = await loadCertificates(directory);
  if (isVerified && certificates.ca === undefined) {
    throw new EngineConfigurationError({ source: "DOCKER_TLS_VERIFY", problem: `there is no ca.pem in ${directory}` });
  }
  return { ...certificates, isVerified };
}

/** The system's, a rootless engine's or Docker Desktop's; the system's where there is none, so that it is the one to be named. */
async function findSocket(environment: NodeJS.ProcessEnv): Promise<string> {
  const runtime = environment["XDG_RUNTIME_DIR"];
  const sockets = [
    systemSocket,
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(homedir(), ".docker", "run", "docker.sock"),
  ];
  for (const socket of sockets) {
    if (
      await access(socket).then(
        () => true,
        () => false,
      )
    )
      return socket;
  }
  return systemSocket;
}
