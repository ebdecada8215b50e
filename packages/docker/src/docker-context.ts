import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadCertificates } from "./engine-certificates.ts";
import type { EngineEndpoint } from "./engine-endpoint.ts";
import { EngineConfigurationError } from "./errors/engine-configuration-error.ts";

/** What Docker's command line keeps of a context. */
interface ContextFile {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

/** The engine of a context, from the directory of Docker's configuration. Throws `EngineConfigurationError`. */
export async function loadContextEndpoint(directory: string, context: string): Promise<EngineEndpoint> {
  const id = createHash("sha256").update(context).digest("hex");
  const file = join(directory, "contexts", "meta", id, "meta.json");
  const endpoint = await loadContextFile(file, context);
  const host = endpoint?.Host;
  if (host === undefined) throw contextError(context, `${file} names no host of an engine`);
  const certificates = await loadCertificates(join(directory, "contexts", "tls", id, "docker"));
  const hasTls = Object.keys(certificates).length > 0 || endpoint?.SkipTLSVerify === true;
  return { host, tls: hasTls ? { ...certificates, isVerified: endpoint?.SkipTLSVerify !== true } : null };
}

async function loadContextFile(
  file: string,
  context: string,
): Promise<NonNullable<ContextFile["Endpoints"]>["docker"]> {
  try {
    return (JSON.parse(await readFile(file, "utf8")) as ContextFile).Endpoints?.docker;
  } catch (cause) {
    throw contextError(context, `${file} cannot be read (\`docker context ls\` shows the contexts there are)`, cause);
  }
}

function contextError(context: string, problem: string, cause?: unknown): EngineConfigurationError {
  return new EngineConfigurationError({ source: `the context '${context}'`, problem, cause });
}
