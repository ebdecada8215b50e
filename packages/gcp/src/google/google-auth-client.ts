import type { GoogleAuth } from "google-auth-library";
import type { ChannelCredentials } from "@grpc/grpc-js";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { createKeyClient } from "../credentials/key-client.ts";
import type { GcloudProperties } from "./gcloud-properties.ts";
import { createImpersonatedClient } from "./impersonated-client.ts";
import { toGoogleError } from "./to-google-error.ts";

export type { GoogleAuth };

/** What every client of Google's SDKs for Node takes: who asks, and where. */
export interface GoogleClientOptions {
  readonly auth: GoogleAuth;
  readonly projectId: string;
  readonly apiEndpoint?: string;
  readonly port?: number;
  readonly sslCreds?: ChannelCredentials;
  readonly "grpc.initial_reconnect_backoff_ms": number;
  readonly "grpc.max_reconnect_backoff_ms": number;
}

const scope = "https://www.googleapis.com/auth/cloud-platform";

/** Without anybody's name, for emulators. */
export async function createAnonymousAuth(): Promise<GoogleAuth> {
  const { GoogleAuth, PassThroughClient } = await import("google-auth-library");
  return new GoogleAuth({ authClient: new PassThroughClient() });
}

/**
 * As whom a key, else gcloud's impersonation over the default credentials, has one ask. Throws `GoogleAccessError` and
 * `GoogleUnreachableError`.
 */
export async function createAuth(access: GcpAccess, properties: GcloudProperties): Promise<GoogleAuth> {
  const { GoogleAuth } = await import("google-auth-library");
  const key = await createKeyClient(access, scope);
  const given = access.project === null ? {} : { projectId: access.project };
  const auth = new GoogleAuth({ scopes: scope, ...given, ...(key === null ? {} : { authClient: key }) });
  const accounts = access.key === null ? properties.read("auth", "impersonate_service_account") : null;
  if (accounts === null) return auth;
  const source = await auth.getClient().catch((error: unknown) => {
    throw toGoogleError(error, { operation: `impersonate ${accounts}`, endpoint: "Google Cloud" });
  });
  const authClient = await createImpersonatedClient(source, accounts, { properties, scope });
  return new GoogleAuth({ scopes: scope, ...given, authClient });
}
