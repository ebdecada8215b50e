import type { GcpAccess } from "../credentials/gcp-access.ts";
import { GoogleProjectMissingError } from "./errors/google-project-missing-error.ts";
import { GoogleRegionMissingError } from "./errors/google-region-missing-error.ts";
import { type GcloudProperties, loadGcloudProperties } from "./gcloud-properties.ts";
import { channelOptions } from "./channel-options.ts";
import { createAnonymousAuth, createAuth, type GoogleAuth, type GoogleClientOptions } from "./google-auth-client.ts";
import { endpointOf, type GoogleEndpoint, type GoogleService } from "./google-endpoint.ts";

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
        const place = isUsual ? {} : { apiEndpoint: endpoint.host, port: endpoint.port };
        return { auth, projectId: project, ...place, ...channelOptions };
      }
      const { credentials } = await import("@grpc/grpc-js");
      const anonymous = await createAnonymousAuth();
      const sslCreds = credentials.createInsecure();
      return {
        auth: anonymous,
        projectId: project,
        apiEndpoint: endpoint.host,
        port: endpoint.port,
        sslCreds,
        ...channelOptions,
      };
    },
    region(given, service) {
      const region = given ?? properties.read(service, "region") ?? properties.read("compute", "region");
      if (region === null) throw new GoogleRegionMissingError({ service });
      return region;
    },
  };
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
