import type { GoogleAuth } from "google-auth-library";
import type { ChannelCredentials } from "@grpc/grpc-js";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { createKeyClient } from "../credentials/key-client.ts";
import { GoogleProjectMissingError } from "./errors/google-project-missing-error.ts";
import { GoogleRegionMissingError } from "./errors/google-region-missing-error.ts";
import { type GcloudProperties, loadGcloudProperties } from "./gcloud-properties.ts";
import { endpointOf, type GoogleEndpoint, type GoogleService } from "./google-endpoint.ts";
import { toGoogleError } from "./to-google-error.ts";

/** What every client of Google's SDKs for Node takes: who asks, and where. */
export interface GoogleClientOptions {
  readonly auth: GoogleAuth;
  readonly projectId: string;
  readonly apiEndpoint?: string;
  readonly port?: number;
  readonly sslCreds?: ChannelCredentials;
}

/** Who asks Google, for which project, resolved as `gcloud` does. Nothing was asked for yet. */
export interface GoogleSession {
  readonly project: string;
  readonly auth: GoogleAuth;
  /** `usualHost`: of services whose host names a region. */
  endpoint(service: GoogleService, usualHost?: string): GoogleEndpoint;
  /** For the constructor of a gRPC client. */
  clientOptions(service: GoogleService, usualHost?: string): Promise<GoogleClientOptions>;
  /** The given one, else gcloud's for the service, else `compute/region`. Throws `GoogleRegionMissingError`. */
  region(given: string | null, service: "run" | "ai"): string;
}

const scope = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Loads `google-auth-library`. The project is the block's, its key's, `GOOGLE_CLOUD_PROJECT`, gcloud's, or the machine's.
 * A service account that gcloud impersonates is impersonated. Throws `GoogleProjectMissingError` and
 * `GoogleUnreachableError`.
 */
export async function openGoogleSession(
  access: GcpAccess,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<GoogleSession> {
  const properties = await loadGcloudProperties(environment);
  const auth = await createAuth(access, properties);
  const project = await resolveProject(access, properties, environment, auth);
  return {
    project,
    auth,
    endpoint: (service, usualHost) => endpointOf(service, properties, usualHost),
    async clientOptions(service, usualHost) {
      const endpoint = endpointOf(service, properties, usualHost);
      const isUsual = endpoint.host === `${service}.googleapis.com`;
      if (!endpoint.isPlain) {
        return { auth, projectId: project, ...(isUsual ? {} : { apiEndpoint: endpoint.host, port: endpoint.port }) };
      }
      const { credentials } = await import("@grpc/grpc-js");
      const anonymous = await createAnonymousAuth();
      const sslCreds = credentials.createInsecure();
      return { auth: anonymous, projectId: project, apiEndpoint: endpoint.host, port: endpoint.port, sslCreds };
    },
    region(given, service) {
      const region = given ?? properties.read(service, "region") ?? properties.read("compute", "region");
      if (region === null) throw new GoogleRegionMissingError({ service });
      return region;
    },
  };
}

/** Without anybody's name, for emulators. */
export async function createAnonymousAuth(): Promise<GoogleAuth> {
  const { GoogleAuth, PassThroughClient } = await import("google-auth-library");
  return new GoogleAuth({ authClient: new PassThroughClient() });
}

async function createAuth(access: GcpAccess, properties: GcloudProperties): Promise<GoogleAuth> {
  const { GoogleAuth, Impersonated } = await import("google-auth-library");
  const key = await createKeyClient(access, scope);
  const given = access.project === null ? {} : { projectId: access.project };
  const auth = new GoogleAuth({ scopes: scope, ...given, ...(key === null ? {} : { authClient: key }) });
  const target = access.key === null ? properties.read("auth", "impersonate_service_account") : null;
  if (target === null) return auth;
  // As in gcloud, the last of several is impersonated, through those before it.
  const chain = target.split(",").map((account) => account.trim());
  const sourceClient = await auth.getClient().catch((error: unknown) => {
    throw toGoogleError(error, { operation: `impersonate ${target}`, endpoint: "Google Cloud" });
  });
  const authClient = new Impersonated({
    sourceClient,
    targetPrincipal: chain.at(-1) ?? target,
    delegates: chain.slice(0, -1),
    targetScopes: [scope],
    lifetime: 3600,
  });
  return new GoogleAuth({ scopes: scope, ...given, authClient });
}

async function resolveProject(
  access: GcpAccess,
  properties: GcloudProperties,
  environment: Readonly<NodeJS.ProcessEnv>,
  auth: GoogleAuth,
): Promise<string> {
  const known =
    access.project ??
    keyProject(access) ??
    (environment["GOOGLE_CLOUD_PROJECT"] ||
      environment["GCLOUD_PROJECT"] ||
      properties.read("core", "project") ||
      (await auth.getProjectId().catch(() => null)));
  if (known === null) throw new GoogleProjectMissingError();
  return known;
}

function keyProject({ key }: GcpAccess): string | null {
  const project = key?.kind === "info" ? key.info["project_id"] : null;
  return typeof project === "string" && project !== "" ? project : null;
}
