import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { DockerConfigFile } from "./docker-config-file.ts";
import type { RegistryCredentials } from "./docker-options.ts";
import { normaliseRegistry, registryOfImage } from "./image-reference.ts";

/** A login as the engine passes it on to a registry. */
export interface RegistryLogin {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly serveraddress: string;
}

/** The login of a block for an image; `null` where the block is for another registry, which must not see it. */
export function toRegistryLogin(credentials: RegistryCredentials, image: string): RegistryLogin | null {
  const { username, password, registry_url } = credentials;
  if (normaliseRegistry(registry_url) !== registryOfImage(image)) return null;
  return { username, password, serveraddress: registry_url };
}

/** The login that Docker's own command line would use for an image; `null` where it has none. */
export async function loadRegistryLogin(config: DockerConfigFile, image: string): Promise<RegistryLogin | null> {
  const registry = registryOfImage(image);
  const helper = entryOf(config.credHelpers, registry)?.value ?? config.credsStore;
  if (helper !== undefined) {
    const login = await askHelper(helper, registry);
    if (login !== null) return login;
  }
  const entry = entryOf(config.auths, registry);
  if (entry === null) return null;
  const { auth, identitytoken } = entry.value;
  if (identitytoken) return { identitytoken, serveraddress: entry.registry };
  if (!auth) return null;
  const [username = "", ...password] = Buffer.from(auth, "base64").toString().split(":");
  return { username, password: password.join(":"), serveraddress: entry.registry };
}

function entryOf<T>(
  entries: Readonly<Record<string, T>> | undefined,
  registry: string,
): { readonly registry: string; readonly value: T } | null {
  const found = Object.entries(entries ?? {}).find(([name]) => normaliseRegistry(name) === registry);
  return found === undefined ? null : { registry: found[0], value: found[1] };
}

/** Docker Hub's name in the protocol of helpers. */
const hubAddress = "https://index.docker.io/v1/";

/** A helper that is missing, fails or knows no login is none: the registry may need none either. */
async function askHelper(helper: string, registry: string): Promise<RegistryLogin | null> {
  const serveraddress = registry === "docker.io" ? hubAddress : registry;
  try {
    const child = spawn(`docker-credential-${helper}`, ["get"], { stdio: ["pipe", "pipe", "ignore"] });
    const failed = once(child, "error").then(([error]) => Promise.reject(error as Error));
    child.stdin.on("error", () => undefined).end(serveraddress);
    const answer = JSON.parse(await Promise.race([text(child.stdout), failed as Promise<never>])) as {
      readonly Username?: string;
      readonly Secret?: string;
    };
    const { Username: username, Secret: secret } = answer;
    if (!username || secret === undefined) return null;
    if (username === "<token>") return { identitytoken: secret, serveraddress };
    return { username, password: secret, serveraddress };
  } catch {
    return null;
  }
}
