import { randomInt } from "node:crypto";
import type { FaultQueue } from "../faults/fault-queue.ts";
import { createAccessPolicy } from "../google-cloud/access-policy.ts";
import { type GrpcRequest, startGrpcServer } from "../google-cloud/grpc-server.ts";
import { type GrpcRefusal, refuse } from "../google-cloud/grpc-status-error.ts";
import { createLogStore } from "../google-cloud/log-store.ts";
import { createOperations, packed } from "../google-cloud/operations.ts";
import { startRestServices } from "../google-cloud/rest-services.ts";
import { shippedService } from "../google-cloud/shipped-services.ts";
import type { HttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { checkJob } from "./check-job.ts";
import { parseJobFilter } from "./job-filter.ts";
import { type JobRun, startJob } from "./job-run.ts";
import type { CustomJobBody, JobError } from "./job-shapes.ts";
import { createJobSlots } from "./job-slots.ts";

export interface VertexAiEmulatorOptions {
  /** What runs the containers. It is closed with the emulator. */
  readonly backend: WorkloadBackend;
  /** Default: `test`. */
  readonly project?: string;
  /** Default: `us-central1` alone. */
  readonly regions?: readonly string[];
  /** Whether the project has enabled the API. Default: true. */
  readonly isEnabled?: boolean;
  /** Permissions that the client lacks: `aiplatform.customJobs.create`. */
  readonly deniedPermissions?: readonly string[];
  /** How many jobs may have machines at once; others are queued or refused. Default: unlimited. */
  readonly maximumJobs?: number;
  /** Whether jobs beyond quota are refused instead of queued. Default: false. */
  readonly isQuotaRefused?: boolean;
  /** How long a machine is made ready. Default: 200. */
  readonly pendingMilliseconds?: number;
  /** What a cancelled container is given to end. Default: 30. */
  readonly stopGraceSeconds?: number;
  /** How long a new job is missing from lists. Default: 0. */
  readonly listLagMilliseconds?: number;
  /** How long entries of the log cannot be read yet. Default: 0. */
  readonly ingestionMilliseconds?: number;
  /** Memory of machines that have another than usual: `{ "n1-highcpu-2": 2 ** 27 }`. */
  readonly machineMemoryBytes?: Readonly<Record<string, number>>;
  /** What fails jobs before their container starts. Default: nothing does. */
  readonly startProblem?: JobError | null;
}

/** Vertex AI's custom jobs with Cloud Logging and IAM on 127.0.0.1. */
export interface VertexAiEmulator {
  /** What leads Google's clients here, as gcloud is told of endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** By method: `CreateCustomJob`, `GetCustomJob`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<GrpcRequest, GrpcRefusal>;
  /** Cloud Logging and Resource Manager: `list entries`, `test permissions`. */
  readonly rest: Pick<HttpServer, "requests" | "faults">;
  /** The jobs that there are, as a client is shown them. */
  jobs(): readonly Readonly<Record<string, unknown>>[];
  /** How many jobs were ever created. */
  readonly createdCount: number;
  /** Removes a job behind everybody's back. */
  removeJob(name: string): Promise<void>;
  close(): Promise<void>;
}

const packageName = "@google-cloud/aiplatform";
const deleteMetadata = "google.cloud.aiplatform.v1.DeleteOperationMetadata";

interface Named {
  readonly name: string;
}

export async function startVertexAiEmulator({
  backend,
  project = "test",
  regions = ["us-central1"],
  isEnabled = true,
  deniedPermissions = [],
  maximumJobs = Number.POSITIVE_INFINITY,
  isQuotaRefused = false,
  pendingMilliseconds = 200,
  stopGraceSeconds = 30,
  listLagMilliseconds = 0,
  ingestionMilliseconds = 0,
  machineMemoryBytes = {},
  startProblem = null,
}: VertexAiEmulatorOptions): Promise<VertexAiEmulator> {
  const policy = createAccessPolicy(deniedPermissions);
  const logs = createLogStore(ingestionMilliseconds);
  const operations = createOperations(packageName);
  const slots = createJobSlots(maximumJobs);
  const surroundings = {
    backend,
    logs,
    project,
    slots,
    pendingMilliseconds,
    stopGraceSeconds,
    machineMemoryBytes,
    startProblem,
  };
  const jobs = new Map<string, JobRun>();
  let createdCount = 0;

  function find(name: string): JobRun {
    const job = jobs.get(name);
    if (job !== undefined) return job;
    throw refuse("NOT_FOUND", `The CustomJob "${name}" does not exist.`);
  }

  const methods = {
    CreateCustomJob({ parent, customJob }: { readonly parent: string; readonly customJob: CustomJobBody }) {
      policy.require("aiplatform.customJobs.create", parent);
      checkJob(customJob);
      if (isQuotaRefused && slots.isFull) throw overQuota(customJob);
      createdCount += 1;
      const name = `${parent}/customJobs/${randomInt(2 ** 47)}`;
      const job = startJob(surroundings, { name, body: customJob, fraction: createdCount });
      jobs.set(name, job);
      return job.view();
    },
    GetCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.get", name);
      return find(name).view();
    },
    ListCustomJobs(request: {
      readonly parent: string;
      readonly filter?: string;
      readonly pageSize?: number;
      readonly pageToken?: string;
    }) {
      policy.require("aiplatform.customJobs.list", request.parent);
      const matches = parseJobFilter(request.filter ?? "");
      const now = Date.now();
      const found = [...jobs.values()]
        .filter(
          ({ name, createdAt }) =>
            name.startsWith(`${request.parent}/`) && now - createdAt.getTime() >= listLagMilliseconds,
        )
        .filter(matches)
        .toReversed();
      const start = Number(request.pageToken || 0);
      const end = start + Math.min(request.pageSize || 100, 100);
      return {
        customJobs: found.slice(start, end).map((job) => job.view()),
        nextPageToken: end < found.length ? String(end) : "",
      };
    },
    CancelCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.cancel", name);
      const job = find(name);
      if (job.hasEnded) {
        throw refuse("FAILED_PRECONDITION", `The CustomJob is in state ${job.state} and cannot be canceled.`);
      }
      job.cancel();
      return {};
    },
    DeleteCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.delete", name);
      const job = find(name);
      if (!job.hasEnded) {
        throw refuse(
          "FAILED_PRECONDITION",
          `The CustomJob is in state ${job.state} and cannot be deleted. Cancel it first.`,
        );
      }
      jobs.delete(name);
      return operations.begin(name.split("/").slice(0, 4).join("/"), () => ({
        metadata: packed(deleteMetadata, {}),
        response: packed("google.protobuf.Empty", {}),
      }));
    },
  };

  /** Before anything else, Google looks at whether the project and the place exist. */
  function authorize({ request }: GrpcRequest): void {
    const resource = String(request["parent"] ?? request["name"] ?? "");
    if (resource.includes("/operations/")) return;
    const [, ofProject = "", region = ""] = /^projects\/([^/]+)\/locations\/([^/]+)/.exec(resource) ?? [];
    if (!isEnabled) {
      throw refuse(
        "PERMISSION_DENIED",
        `Vertex AI API has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=${project} then retry.`,
        {
          reason: "SERVICE_DISABLED",
          metadata: { service: "aiplatform.googleapis.com", consumer: `projects/${project}` },
        },
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
      { definition: shippedService(packageName, "google.cloud.aiplatform.v1.JobService"), methods },
      operations.service,
    ],
  });
  const rest = await startRestServices({ logs, policy });

  return {
    environment: {
      GOOGLE_CLOUD_PROJECT: project,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM: server.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING: rest.url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER: rest.url,
    },
    requests: server.requests,
    faults: server.faults,
    rest,
    jobs: () => [...jobs.values()].map((job) => job.view()),
    get createdCount() {
      return createdCount;
    },
    async removeJob(name) {
      const job = jobs.get(name);
      jobs.delete(name);
      job?.cancel();
      await job?.ended;
    },
    async close() {
      await server.close();
      await rest.close();
      for (const job of jobs.values()) job.cancel();
      await backend.close();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

/** In the words of https://cloud.google.com/vertex-ai/docs/quotas */
function overQuota({ jobSpec }: CustomJobBody): Error {
  const { machineType = "", acceleratorType } = jobSpec?.workerPoolSpecs?.[0]?.machineSpec ?? {};
  const metric = acceleratorType?.toLowerCase().replace(/_tesla/, "") ?? `${machineType.split("-")[0]}_cpus`;
  return refuse(
    "RESOURCE_EXHAUSTED",
    `The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_${metric}`,
  );
}
