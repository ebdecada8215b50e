import type { FaultQueue } from "../faults/fault-queue.ts";
import type { HttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { type AccessPolicy, createAccessPolicy } from "./access-policy.ts";
import { type GrpcMethods, type GrpcRequest, startGrpcServer } from "./grpc-server.ts";
import type { GrpcRefusal } from "./grpc-status-error.ts";
import { createLogStore, type LogStore } from "./log-store.ts";
import type { Operations } from "./operations.ts";
import { createProjectGate, type ServiceIdentity } from "./project-gate.ts";
import { startRestServices } from "./rest-services.ts";
import { shippedService } from "./shipped-services.ts";

/** What an emulated service of Google Cloud is told of its project. */
export interface ProjectOptions {
  /** What runs the containers. It is closed with the emulator. */
  readonly backend: WorkloadBackend;
  /** Default: `test`. */
  readonly project?: string;
  /** Default: `us-central1` alone. */
  readonly regions?: readonly string[];
  /** Whether the project has enabled the API. Default: true. */
  readonly isEnabled?: boolean;
  /** Permissions that the client lacks: `run.jobs.create`. */
  readonly deniedPermissions?: readonly string[];
  /** How long entries of the log cannot be read yet. Default: 0. */
  readonly ingestionMilliseconds?: number;
}

/** A service of Google Cloud with Cloud Logging and IAM on 127.0.0.1. */
export interface ProjectEmulator {
  /** What leads Google's clients here, as gcloud is told of endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** By method: `CreateJob`, `RunJob`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<GrpcRequest, GrpcRefusal>;
  /** Cloud Logging and Resource Manager: `list entries`, `test permissions`. */
  readonly rest: Pick<HttpServer, "requests" | "faults">;
  close(): Promise<void>;
}

/** A project without any service yet. */
export interface EmulatedProject {
  readonly backend: WorkloadBackend;
  readonly project: string;
  readonly regions: readonly string[];
  readonly isEnabled: boolean;
  readonly logs: LogStore;
  readonly policy: AccessPolicy;
}

export function createEmulatedProject({
  backend,
  project = "test",
  regions = ["us-central1"],
  isEnabled = true,
  deniedPermissions = [],
  ingestionMilliseconds = 0,
}: ProjectOptions): EmulatedProject {
  const logs = createLogStore(ingestionMilliseconds);
  return { backend, project, regions, isEnabled, logs, policy: createAccessPolicy(deniedPermissions) };
}

export interface EmulatedService extends ServiceIdentity {
  /** Whose protos are served: `@google-cloud/run`. */
  readonly packageName: string;
  readonly operations: Operations;
  /** What its parts do, by their names: `google.cloud.run.v2.Jobs`. */
  readonly methods: Readonly<Record<string, GrpcMethods>>;
  /** Ends all jobs; resolves when they have. */
  endJobs(): Promise<void>;
}

export async function startProjectEmulator(
  project: EmulatedProject,
  { packageName, operations, methods, endJobs, ...identity }: EmulatedService,
): Promise<ProjectEmulator> {
  const { backend, logs, policy } = project;
  const services = Object.entries(methods).map(([part, ofPart]) => ({
    definition: shippedService(packageName, part),
    methods: ofPart,
  }));
  const server = await startGrpcServer({
    authorize: createProjectGate(identity, project),
    services: [...services, operations.service],
  });
  const rest = await startRestServices({ logs, policy });
  return {
    environment: {
      GOOGLE_CLOUD_PROJECT: project.project,
      [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${identity.name.toUpperCase()}`]: server.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING: rest.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER: rest.url,
    },
    requests: server.requests,
    faults: server.faults,
    rest,
    async close() {
      await server.close();
      await rest.close();
      await Promise.all([endJobs(), backend.close()]);
    },
  };
}
