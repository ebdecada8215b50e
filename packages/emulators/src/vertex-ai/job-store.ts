import { randomInt } from "node:crypto";
import { refuse } from "../google-cloud/grpc-status-error.ts";
import { type JobRun, type JobSurroundings, startJob } from "./job-run.ts";
import type { CustomJobBody } from "./job-shapes.ts";

/** The custom jobs of a project, in all regions. */
export interface JobStore {
  create(parent: string, body: CustomJobBody): JobRun;
  /** Throws `NOT_FOUND`. */
  job(name: string): JobRun;
  /** Newest first. */
  list(parent: string): readonly JobRun[];
  all(): readonly JobRun[];
  /** What runs goes on. */
  forget(name: string): void;
  /** How many jobs were ever created. */
  readonly createdCount: number;
  /** Cancels all jobs; resolves when they have ended. */
  close(): Promise<void>;
}

export function createJobStore(surroundings: JobSurroundings): JobStore {
  const jobs = new Map<string, JobRun>();
  let createdCount = 0;
  return {
    create(parent, body) {
      createdCount += 1;
      const name = `${parent}/customJobs/${randomInt(2 ** 47)}`;
      const job = startJob(surroundings, { name, body, fraction: createdCount });
      jobs.set(name, job);
      return job;
    },
    job(name) {
      const job = jobs.get(name);
      if (job !== undefined) return job;
      throw refuse("NOT_FOUND", `The CustomJob "${name}" does not exist.`);
    },
    list: (parent) => [...jobs.values()].filter(({ name }) => name.startsWith(`${parent}/`)).toReversed(),
    all: () => [...jobs.values()],
    forget: (name) => void jobs.delete(name),
    get createdCount() {
      return createdCount;
    },
    async close() {
      for (const job of jobs.values()) job.cancel();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}
