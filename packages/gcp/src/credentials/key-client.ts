import { readFile } from "node:fs/promises";
import type { AuthClient, JWT } from "google-auth-library";
import type { GcpAccess } from "./gcp-access.ts";

interface ServiceAccountKey {
  readonly client_email?: string;
  readonly private_key?: string;
  readonly private_key_id?: string;
  readonly universe_domain?: string;
}

/**
 * A client that signs its own tokens with a service account's key: no token is asked for, and every universe takes them.
 * `null` where there is no key. `scope`: what its tokens are good for.
 */
export async function createKeyClient({ key }: GcpAccess, scope: string): Promise<JWT | null> {
  if (key === null) return null;
  const { JWT } = await import("google-auth-library");
  const info = (key.kind === "info" ? key.info : JSON.parse(await readFile(key.path, "utf8"))) as ServiceAccountKey;
  const client = new JWT({
    scopes: scope,
    ...(info.client_email === undefined ? {} : { email: info.client_email }),
    ...(info.private_key === undefined ? {} : { key: info.private_key }),
    ...(info.private_key_id === undefined ? {} : { keyId: info.private_key_id }),
    ...(info.universe_domain === undefined ? {} : { universeDomain: info.universe_domain }),
  });
  client.useJWTAccessWithScope = true;
  return client;
}

/** The e-mail address of the service account that a client signs as. */
export function serviceAccountOf(client: AuthClient): string | null {
  const { email } = client as { readonly email?: unknown };
  return typeof email === "string" ? email : null;
}
