import type { GrpcRequest } from "./grpc-server.ts";
import { refuse } from "./grpc-status-error.ts";

/** A service as the outside knows it. */
export interface ServiceIdentity {
  /** The name of its host, and of gcloud's property for its endpoint: `run`. */
  readonly name: string;
  /** `Cloud Run Admin API` */
  readonly title: string;
}

export interface ProjectPlace {
  readonly project: string;
  readonly regions: readonly string[];
  /** Whether the project has enabled the service's API. */
  readonly isEnabled: boolean;
}

/** Looks at what Google looks at before anything else: whether project and place exist. Throws what it refuses with. */
export function createProjectGate(
  { name, title }: ServiceIdentity,
  { project, regions, isEnabled }: ProjectPlace,
): (request: GrpcRequest) => void {
  const host = `${name}.googleapis.com`;
  return ({ request }) => {
    const resource = String(request["parent"] ?? request["name"] ?? "");
    if (resource.includes("/operations/")) return;
    const [, ofProject = "", region = ""] = /^projects\/([^/]+)\/locations\/([^/]+)/.exec(resource) ?? [];
    if (!isEnabled) {
      throw refuse(
        "PERMISSION_DENIED",
        `${title} has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${host}/overview?project=${project} then retry.`,
        { reason: "SERVICE_DISABLED", metadata: { service: host, consumer: `projects/${project}` } },
      );
    }
    if (ofProject !== project) {
      throw refuse("PERMISSION_DENIED", `Permission denied on resource project ${ofProject}.`, {
        reason: "CONSUMER_INVALID",
      });
    }
    if (!regions.includes(region)) {
      throw refuse("PERMISSION_DENIED", `Permission denied on 'locations/${region}' (or it may not exist).`);
    }
  };
}
