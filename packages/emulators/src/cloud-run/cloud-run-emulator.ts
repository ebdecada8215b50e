import { createOperations } from "../google-cloud/operations.ts";
import {
  createEmulatedProject,
  type ProjectEmulator,
  type ProjectOptions,
  startProjectEmulator,
} from "../google-cloud/project-emulator.ts";
import { createCloudRunMethods } from "./cloud-run-methods.ts";
import type { StartProblem } from "./execution-run.ts";
import { createJobStore } from "./job-store.ts";

export interface CloudRunEmulatorOptions extends ProjectOptions {
  /** How many jobs there may be. Default: 1000. */
  readonly maximumJobs?: number;
  /** How long it takes until an execution's container is started. Default: 50. */
  readonly pendingMilliseconds?: number;
  /** What a cancelled container is given to end. Default: 10. */
  readonly stopGraceSeconds?: number;
  /** Values of Secret Manager by the secret's name or resource. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What keeps executions from starting. Default: nothing does. */
  readonly startProblem?: StartProblem | null;
}

/** Cloud Run's jobs with Cloud Logging and IAM on 127.0.0.1. */
export interface CloudRunEmulator extends ProjectEmulator {
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
}

const packageName = "@google-cloud/run";

export async function startCloudRunEmulator({
  maximumJobs = 1000,
  pendingMilliseconds = 50,
  stopGraceSeconds = 10,
  secrets = {},
  startProblem = null,
  ...options
}: CloudRunEmulatorOptions): Promise<CloudRunEmulator> {
  const project = createEmulatedProject(options);
  const operations = createOperations(packageName);
  const store = createJobStore(options.backend, maximumJobs);
  const surroundings = { ...project, secrets, pendingMilliseconds, stopGraceSeconds, startProblem };
  const methods = createCloudRunMethods({ store, policy: project.policy, operations, surroundings });
  const emulator = await startProjectEmulator(project, {
    packageName,
    name: "run",
    title: "Cloud Run Admin API",
    operations,
    methods: {
      "google.cloud.run.v2.Jobs": methods.jobs,
      "google.cloud.run.v2.Executions": methods.executions,
      "google.cloud.run.v2.Tasks": methods.tasks,
    },
    endJobs: () => store.close(),
  });
  return {
    ...emulator,
    jobs: () => store.all().map(({ id }) => id),
    executionCount: (job) => store.executionCount(job),
    startedExecutions: () => store.startedExecutions(),
    runningExecutions: () => store.running().length,
    isRunning: (job) =>
      store.running().some(({ name, view }) => name.includes(`/jobs/${job}/`) && view()["runningCount"] === 1),
    removeJob: (job) => store.removeById(job),
  };
}
