import { createOperations } from "../google-cloud/operations.ts";
import {
  createEmulatedProject,
  type ProjectEmulator,
  type ProjectOptions,
  startProjectEmulator,
} from "../google-cloud/project-emulator.ts";
import type { JobError } from "./job-shapes.ts";
import { createJobSlots } from "./job-slots.ts";
import { createJobStore } from "./job-store.ts";
import { createVertexAiMethods } from "./vertex-ai-methods.ts";

export interface VertexAiEmulatorOptions extends ProjectOptions {
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
  /** Memory of machines that have another than usual: `{ "n1-highcpu-2": 2 ** 27 }`. */
  readonly machineMemoryBytes?: Readonly<Record<string, number>>;
  /** What fails jobs before their container starts. Default: nothing does. */
  readonly startProblem?: JobError | null;
}

/** Vertex AI's custom jobs with Cloud Logging and IAM on 127.0.0.1. */
export interface VertexAiEmulator extends ProjectEmulator {
  /** The jobs that there are, as a client is shown them. */
  jobs(): readonly Readonly<Record<string, unknown>>[];
  /** How many jobs were ever created. */
  readonly createdCount: number;
  /** Removes a job behind everybody's back. */
  removeJob(name: string): Promise<void>;
}

const packageName = "@google-cloud/aiplatform";

export async function startVertexAiEmulator({
  maximumJobs = Number.POSITIVE_INFINITY,
  isQuotaRefused = false,
  pendingMilliseconds = 200,
  stopGraceSeconds = 30,
  listLagMilliseconds = 0,
  machineMemoryBytes = {},
  startProblem = null,
  ...options
}: VertexAiEmulatorOptions): Promise<VertexAiEmulator> {
  const project = createEmulatedProject(options);
  const { policy } = project;
  const operations = createOperations(packageName);
  const slots = createJobSlots(maximumJobs);
  const surroundings = { ...project, slots, pendingMilliseconds, stopGraceSeconds, machineMemoryBytes, startProblem };
  const store = createJobStore(surroundings);
  const methods = createVertexAiMethods({ store, policy, operations, slots, isQuotaRefused, listLagMilliseconds });
  const emulator = await startProjectEmulator(project, {
    packageName,
    name: "aiplatform",
    title: "Vertex AI API",
    operations,
    methods: { "google.cloud.aiplatform.v1.JobService": methods },
    endJobs: () => store.close(),
  });
  return {
    ...emulator,
    jobs: () => store.all().map((job) => job.view()),
    get createdCount() {
      return store.createdCount;
    },
    async removeJob(name) {
      const job = store.all().find((one) => one.name === name);
      store.forget(name);
      job?.cancel();
      await job?.ended;
    },
  };
}
