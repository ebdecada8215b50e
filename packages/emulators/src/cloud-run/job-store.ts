import { randomUUID } from "node:crypto";
import { refuse } from "../google-cloud/grpc-status-error.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { checkJob } from "./check-job.ts";
import { type ExecutionRun, type ExecutionSurroundings, startExecution } from "./execution-run.ts";
import type { JobBody } from "./job-shapes.ts";
import { createStoredJob, type StoredJob } from "./stored-job.ts";

/** The jobs of a project, in all regions. */
export interface JobStore {
  create(parent: string, id: string, body: JobBody): StoredJob;
  /** By its whole name. Throws `NOT_FOUND`. */
  job(name: string): StoredJob;
  execution(name: string): ExecutionRun;
  list(parent: string): readonly StoredJob[];
  run(job: StoredJob, etag: string, surroundings: ExecutionSurroundings): ExecutionRun;
  /** What runs is ended. */
  remove(job: StoredJob): Promise<void>;
  forgetExecution(name: string): Promise<void>;
  all(): readonly StoredJob[];
  executionCount(id: string): number;
  startedExecutions(): number;
  /** Executions that have not ended. */
  running(): readonly ExecutionRun[];
  removeById(id: string): Promise<void>;
  close(): Promise<void>;
}

export function createJobStore(backend: WorkloadBackend, maximumJobs: number): JobStore {
  const jobs = new Map<string, StoredJob>();
  const counts = new Map<string, number>();

  function job(name: string): StoredJob {
    const found = jobs.get(name);
    if (found !== undefined) return found;
    throw refuse("NOT_FOUND", `Resource '${name.slice(name.lastIndexOf("/") + 1)}' of kind 'JOB' does not exist.`);
  }

  function execution(name: string): ExecutionRun {
    const found = jobs.get(name.slice(0, name.indexOf("/executions/")))?.executions.get(name);
    if (found !== undefined) return found;
    const id = name.slice(name.lastIndexOf("/") + 1);
    throw refuse("NOT_FOUND", `Resource '${id}' of kind 'EXECUTION' does not exist.`);
  }

  async function remove(one: StoredJob): Promise<void> {
    jobs.delete(one.name);
    for (const run of one.executions.values()) run.cancel();
    await Promise.all([...one.executions.values()].map(({ ended }) => ended));
  }

  return {
    job,
    execution,
    remove,
    create(parent, id, body) {
      checkJob(id, body);
      const name = `${parent}/jobs/${id}`;
      if (jobs.has(name)) throw refuse("ALREADY_EXISTS", `Resource '${id}' already exists.`);
      if (jobs.size >= maximumJobs) {
        throw refuse(
          "RESOURCE_EXHAUSTED",
          `Quota exceeded for total allowable count of jobs per project per region: limit ${maximumJobs}.`,
          { reason: "QUOTA_EXCEEDED", metadata: { service: "run.googleapis.com" } },
        );
      }
      const made = createStoredJob(backend, { name, id, body });
      jobs.set(name, made);
      return made;
    },
    list: (parent) => [...jobs.values()].filter(({ name }) => name.startsWith(`${parent}/jobs/`)),
    run(one, etag, surroundings) {
      if (one.problem !== null || !one.isReady) {
        throw refuse("FAILED_PRECONDITION", `Job '${one.id}' is not ready. ${one.problem?.message ?? ""}`.trim());
      }
      if (etag !== "" && etag !== one.etag) {
        throw refuse(
          "ABORTED",
          `Conflict for resource '${one.id}': version '${etag}' was specified but current version is '${one.etag}'.`,
        );
      }
      const name = `${one.name}/executions/${one.id}-${randomUUID().slice(0, 5)}`;
      const run = startExecution(surroundings, { name, job: one.body, jobId: one.id });
      one.add(run);
      counts.set(one.id, (counts.get(one.id) ?? 0) + 1);
      return run;
    },
    async forgetExecution(name) {
      const run = execution(name);
      run.cancel();
      await run.ended;
      jobs.get(name.slice(0, name.indexOf("/executions/")))?.forget(name);
    },
    all: () => [...jobs.values()],
    executionCount: (id) => counts.get(id) ?? 0,
    startedExecutions: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    running: () =>
      [...jobs.values()].flatMap((one) => [...one.executions.values()]).filter((run) => run.completedAt === null),
    async removeById(id) {
      await Promise.all([...jobs.values()].filter((one) => one.id === id).map(remove));
    },
    async close() {
      await Promise.all([...jobs.values()].map(remove));
    },
  };
}
