import type { AccessPolicy } from "../google-cloud/access-policy.ts";
import type { GrpcMethods } from "../google-cloud/grpc-server.ts";
import { refuse } from "../google-cloud/grpc-status-error.ts";
import { listPage, type PageRequest } from "../google-cloud/list-page.ts";
import { type Operations, packed } from "../google-cloud/operations.ts";
import type { ExecutionRun, ExecutionSurroundings } from "./execution-run.ts";
import type { JobBody } from "./job-shapes.ts";
import type { JobStore } from "./job-store.ts";
import type { StoredJob } from "./stored-job.ts";

interface Named {
  readonly name: string;
}

interface Listing extends PageRequest {
  readonly parent: string;
}

export interface CloudRunMethods {
  readonly jobs: GrpcMethods;
  readonly executions: GrpcMethods;
  readonly tasks: GrpcMethods;
}

const placeOf = (name: string): string => name.split("/").slice(0, 4).join("/");

export function createCloudRunMethods({
  store,
  policy,
  operations,
  surroundings,
}: {
  readonly policy: AccessPolicy;
  readonly operations: Operations;
  readonly store: JobStore;
  readonly surroundings: Omit<ExecutionSurroundings, "region">;
}): CloudRunMethods {
  const jobOperation = (job: StoredJob, isDone: () => boolean): object =>
    operations.begin(placeOf(job.name), () => {
      const message = packed("google.cloud.run.v2.Job", job.view());
      return { metadata: message, response: isDone() ? message : null };
    });

  const executionOperation = (run: ExecutionRun): object =>
    operations.begin(placeOf(run.name), () => {
      const message = packed("google.cloud.run.v2.Execution", run.view());
      return { metadata: message, response: run.completedAt === null ? null : message };
    });

  return {
    jobs: {
      CreateJob({ parent, jobId, job }: { parent: string; jobId: string; job: JobBody }) {
        policy.require("run.jobs.create", `${parent}/jobs/${jobId}`);
        const serviceAccount = job.template?.template?.serviceAccount;
        if (serviceAccount !== undefined) policy.require("iam.serviceAccounts.actAs", serviceAccount);
        const made = store.create(parent, jobId, job);
        return jobOperation(made, () => made.isReady || made.problem !== null);
      },
      GetJob({ name }: Named) {
        policy.require("run.jobs.get", name);
        return store.job(name).view();
      },
      ListJobs({ parent, ...page }: Listing) {
        policy.require("run.jobs.list", parent);
        const { items, nextPageToken } = listPage(store.list(parent), page);
        return { jobs: items.map((job) => job.view()), nextPageToken };
      },
      DeleteJob({ name }: Named) {
        policy.require("run.jobs.delete", name);
        const job = store.job(name);
        let isGone = false;
        void store.remove(job).then(() => (isGone = true));
        return jobOperation(job, () => isGone);
      },
      RunJob({ name, etag = "" }: Named & { readonly etag?: string }) {
        policy.require("run.jobs.run", name);
        const region = name.split("/")[3] ?? "";
        return executionOperation(store.run(store.job(name), etag, { ...surroundings, region }));
      },
    },
    executions: {
      GetExecution({ name }: Named) {
        policy.require("run.executions.get", name);
        return store.execution(name).view();
      },
      ListExecutions({ parent, ...page }: Listing) {
        policy.require("run.executions.list", parent);
        const { items, nextPageToken } = listPage([...store.job(parent).executions.values()].toReversed(), page);
        return { executions: items.map((run) => run.view()), nextPageToken };
      },
      CancelExecution({ name }: Named) {
        policy.require("run.executions.cancel", name);
        const run = store.execution(name);
        if (run.completedAt !== null) {
          throw refuse("FAILED_PRECONDITION", `Execution '${name}' has already completed and cannot be cancelled.`);
        }
        run.cancel();
        return executionOperation(run);
      },
      DeleteExecution({ name }: Named) {
        policy.require("run.executions.delete", name);
        const run = store.execution(name);
        void store.forgetExecution(name);
        return executionOperation(run);
      },
    },
    tasks: {
      ListTasks({ parent }: Listing) {
        policy.require("run.tasks.list", parent);
        return { tasks: [store.execution(parent).task()] };
      },
      GetTask({ name }: Named) {
        policy.require("run.tasks.get", name);
        return store.execution(name.slice(0, name.indexOf("/tasks/"))).task();
      },
    },
  };
}
