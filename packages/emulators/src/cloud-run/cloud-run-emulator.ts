import type { FaultQueue } from "../faults/fault-queue.ts";
import { createAccessPolicy } from "../google-cloud/access-policy.ts";
import { type GrpcRequest, startGrpcServer } from "../google-cloud/grpc-server.ts";
import { type GrpcRefusal, refuse } from "../google-cloud/grpc-status-error.ts";
import { createLogStore } from "../google-cloud/log-store.ts";
import { createOperations } from "../google-cloud/operations.ts";
import { startRestServices } from "../google-cloud/rest-services.ts";
import { shippedService } from "../google-cloud/shipped-services.ts";
import type { HttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { createCloudRunMethods } from "./cloud-run-methods.ts";
import type { StartProblem } from "./execution-run.ts";
import { createJobStore } from "./job-store.ts";

export interface CloudRunEmulatorOptions {
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
  /** How many jobs there may be. Default: 1000. */
  readonly maximumJobs?: number;
  /** How long it takes until an execution's container is started. Default: 50. */
  readonly pendingMilliseconds?: number;
  /** What a cancelled container is given to end. Default: 10. */
  readonly stopGraceSeconds?: number;
  /** How long entries of the log cannot be read yet. Default: 0. */
  readonly ingestionMilliseconds?: number;
  /** Values of Secret Manager by the secret's name or resource. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What keeps executions from starting. Default: nothing does. */
  readonly startProblem?: StartProblem | null;
}

/** Cloud Run's jobs with Cloud Logging and IAM on 127.0.0.1. */
export interface CloudRunEmulator {
  /** What leads Google's clients here, as gcloud is told of endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** By method: `CreateJob`, `RunJob`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<GrpcRequest, GrpcRefusal>;
  /** Cloud Logging and Resource Manager: `list entries`, `test permissions`. */
  readonly rest: Pick<HttpServer, "requests" | "faults">;
  /** Names of the jobs that there are. */
  jobs(): readonly string[];
  /** How many executions of a job were ever started. */
  executionCount(job: string): number;
  /** How many executions were ever started, of all jobs. */
  startedExecutions(): number;
  /** How many executions have not ended. */
  runningExecutions(): number;
  /** Whether the container of a job runs. */
  isRunning(job: string): boolean;
  /** Removes a job with its executions behind everybody's back. */
  removeJob(job: string): Promise<void>;
  close(): Promise<void>;
}

const packageName = "@google-cloud/run";

export async function startCloudRunEmulator({
  backend,
  project = "test",
  regions = ["us-central1"],
  isEnabled = true,
  deniedPermissions = [],
  maximumJobs = 1000,
  pendingMilliseconds = 50,
  stopGraceSeconds = 10,
  ingestionMilliseconds = 0,
  secrets = {},
  startProblem = null,
}: CloudRunEmulatorOptions): Promise<CloudRunEmulator> {
  const policy = createAccessPolicy(deniedPermissions);
  const logs = createLogStore(ingestionMilliseconds);
  const operations = createOperations(packageName);
  const surroundings = { backend, logs, project, secrets, pendingMilliseconds, stopGraceSeconds, startProblem };
  const store = createJobStore(backend, maximumJobs);
  const { jobs, executions, tasks } = createCloudRunMethods({ store, policy, operations, surroundings });

  /** Before anything else, Google looks at whether the project and the place exist. */
  function authorize({ request }: GrpcRequest): void {
    const resource = String(request["parent"] ?? request["name"] ?? "");
    const [, ofProject = "", region = ""] = /^projects\/([^/]+)\/locations\/([^/]+)/.exec(resource) ?? [];
    if (resource.includes("/operations/")) return;
    if (!isEnabled) {
      throw refuse(
        "PERMISSION_DENIED",
        `Cloud Run Admin API has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/run.googleapis.com/overview?project=${project} then retry.`,
        { reason: "SERVICE_DISABLED", metadata: { service: "run.googleapis.com", consumer: `projects/${project}` } },
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
  }

  const server = await startGrpcServer({
    authorize,
    services: [
      { definition: shippedService(packageName, "google.cloud.run.v2.Jobs"), methods: jobs },
      { definition: shippedService(packageName, "google.cloud.run.v2.Executions"), methods: executions },
      { definition: shippedService(packageName, "google.cloud.run.v2.Tasks"), methods: tasks },
      operations.service,
    ],
  });
  const rest = await startRestServices({ logs, policy });

  return {
    environment: {
      GOOGLE_CLOUD_PROJECT: project,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: server.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING: rest.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER: rest.url,
    },
    requests: server.requests,
    faults: server.faults,
    rest,
    jobs: () => store.all().map(({ id }) => id),
    executionCount: (job) => store.executionCount(job),
    startedExecutions: () => store.startedExecutions(),
    runningExecutions: () => store.running().length,
    isRunning: (job) =>
      store.running().some(({ name, view }) => name.includes(`/jobs/${job}/`) && view()["runningCount"] === 1),
    removeJob: (job) => store.removeById(job),
    async close() {
      await server.close();
      await rest.close();
      await store.close();
      await backend.close();
    },
  };
}
