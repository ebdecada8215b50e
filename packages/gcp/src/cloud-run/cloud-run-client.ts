import type { JsonObject } from "prefect-core/provider";
import { callGoogle, callOptions } from "../google/call-google.ts";
import { isNotFound } from "../google/errors/google-api-error.ts";
import type { GoogleSession } from "../google/google-session.ts";
import { toGoogleError } from "../google/to-google-error.ts";
import { toRegionError } from "./errors/cloud-run-region-not-found-error.ts";
import { type ExecutionView, type JobView, lastName, type TaskView } from "./resource-view.ts";
import { type MessageType, toJobMessage } from "./to-job-message.ts";

/**
 * What of Google's SDK is used, for one project and region; jobs and executions go by the last part of their names.
 * Every method sends one request, which is not repeated. Throws `GoogleApiError` and its kin, and
 * `GoogleUnreachableError`.
 */
export interface CloudRunClient {
  readonly project: string;
  readonly region: string;
  /** Throws `JobConfigurationError` for a field that jobs do not have. */
  createJob(job: string, body: JsonObject, signal?: AbortSignal): Promise<void>;
  /** `null` where there is none. */
  readJob(job: string, signal?: AbortSignal): Promise<JobView | null>;
  listJobs(pageToken: string | null, pageSize: number): Promise<JobPage>;
  /** No error where there is none. */
  deleteJob(job: string): Promise<void>;
  /** The name of the new execution. `etag`: the job is refused where it has changed since. */
  runJob(job: string, etag: string, signal?: AbortSignal): Promise<string>;
  /** `null` where there is none. */
  readExecution(job: string, execution: string, signal?: AbortSignal): Promise<ExecutionView | null>;
  /** The latest ones; none where there is no such job. */
  listExecutions(job: string, signal?: AbortSignal): Promise<readonly ExecutionView[]>;
  cancelExecution(job: string, execution: string): Promise<void>;
  listTasks(job: string, execution: string): Promise<readonly TaskView[]>;
}

export interface JobPage {
  readonly jobs: readonly JobView[];
  readonly nextPageToken: string | null;
}

/** Loads the SDK. Nothing is sent to Cloud Run yet. */
export async function connectToCloudRun(session: GoogleSession, region: string): Promise<CloudRunClient> {
  const { v2, protos } = await import("@google-cloud/run");
  const options = await session.clientOptions("run");
  const { url: endpoint } = session.endpoint("run");
  const [jobs, executions, tasks] = [
    new v2.JobsClient(options as never),
    new v2.ExecutionsClient(options as never),
    new v2.TasksClient(options as never),
  ];
  const { project } = session;
  const parent = `projects/${project}/locations/${region}`;
  const jobName = (job: string): string => `${parent}/jobs/${job}`;
  const executionName = (job: string, execution: string): string => `${jobName(job)}/executions/${execution}`;
  // Otherwise the first call of each does so, and leaves a rejection that nobody handles.
  const ready = Promise.all([jobs, executions, tasks].map((client) => client.initialize()));
  await ready.catch((error: unknown) => {
    throw toGoogleError(error, { operation: "connect to Cloud Run", endpoint });
  });

  const call = async <T>(operation: string, request: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    try {
      return await callGoogle({ operation: `${operation} in ${region}`, endpoint }, request, signal);
    } catch (error) {
      throw toRegionError(error, region);
    }
  };

  const orNull = async <T>(request: Promise<T>): Promise<T | null> => {
    try {
      return await request;
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  };

  return {
    project,
    region,
    async createJob(job, body, signal) {
      const message = toJobMessage(body, protos.google.cloud.run.v2.Job as unknown as MessageType);
      const request = { parent, jobId: job, job: message };
      await call(`create the job ${job}`, () => jobs.createJob(request, callOptions()), signal);
    },
    async readJob(job, signal) {
      const request = { name: jobName(job) };
      const read = call(`read the job ${job}`, () => jobs.getJob(request, callOptions()), signal);
      return (await orNull(read))?.[0] ?? null;
    },
    async listJobs(pageToken, pageSize) {
      const request = { parent, pageSize, ...(pageToken === null ? {} : { pageToken }) };
      const [found, , answer] = await call("list jobs", () =>
        jobs.listJobs(request, { ...callOptions(), autoPaginate: false }),
      );
      return { jobs: found, nextPageToken: answer?.nextPageToken || null };
    },
    async deleteJob(job) {
      const request = { name: jobName(job) };
      await orNull(call(`delete the job ${job}`, () => jobs.deleteJob(request, callOptions())));
    },
    async runJob(job, etag, signal) {
      const request = { name: jobName(job), etag };
      const [operation] = await call(`run the job ${job}`, () => jobs.runJob(request, callOptions()), signal);
      return lastName((operation.metadata as ExecutionView | undefined)?.name);
    },
    async readExecution(job, execution, signal) {
      const request = { name: executionName(job, execution) };
      const read = call(
        `read the execution ${execution}`,
        () => executions.getExecution(request, callOptions()),
        signal,
      );
      return (await orNull(read))?.[0] ?? null;
    },
    async listExecutions(job, signal) {
      const request = { parent: jobName(job), pageSize: 10 };
      const read = call(
        `list the executions of the job ${job}`,
        () => executions.listExecutions(request, { ...callOptions(), autoPaginate: false }),
        signal,
      );
      return (await orNull(read))?.[0] ?? [];
    },
    async cancelExecution(job, execution) {
      const request = { name: executionName(job, execution) };
      await call(`cancel the execution ${execution}`, () => executions.cancelExecution(request, callOptions()));
    },
    async listTasks(job, execution) {
      const request = { parent: executionName(job, execution), pageSize: 10 };
      const read = call(`list the tasks of the execution ${execution}`, () =>
        tasks.listTasks(request, { ...callOptions(), autoPaginate: false }),
      );
      return (await orNull(read))?.[0] ?? [];
    },
  };
}
