import { randomUUID } from "node:crypto";
import { toTimestamp } from "../google-cloud/timestamp.ts";
import { ImageUnavailableError } from "../workloads/image-unavailable-error.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import type { ExecutionRun } from "./execution-run.ts";
import type { Condition, JobBody } from "./job-shapes.ts";

/** A job and its executions. */
export interface StoredJob {
  /** The whole resource name. */
  readonly name: string;
  readonly id: string;
  readonly body: JobBody;
  readonly etag: string;
  readonly executions: ReadonlyMap<string, ExecutionRun>;
  /** What is wrong with it; `null` while it is not ready, and where nothing is. */
  readonly problem: Condition | null;
  readonly isReady: boolean;
  view(): Readonly<Record<string, unknown>>;
  add(execution: ExecutionRun): void;
  forget(execution: string): void;
}

/** Becomes ready once its image was looked up. */
export function createStoredJob(
  backend: WorkloadBackend,
  { name, id, body }: { readonly name: string; readonly id: string; readonly body: JobBody },
): StoredJob {
  const createdAt = new Date();
  const executions = new Map<string, ExecutionRun>();
  const image = body.template?.template?.containers?.[0]?.image ?? "";
  let etag = randomUUID();
  let ready: Condition = { type: "Ready", state: "CONDITION_RECONCILING", lastTransitionTime: toTimestamp(createdAt) };
  let executionCount = 0;
  let latest: ExecutionRun | null = null;

  const settle = (change: Pick<Condition, "state"> & Partial<Condition>): void => {
    ready = { ...ready, ...change, lastTransitionTime: toTimestamp(new Date()) };
  };
  backend.provideImage(image, "if-absent").then(
    () => settle({ state: "CONDITION_SUCCEEDED" }),
    (error: unknown) => {
      const isMissing = error instanceof ImageUnavailableError;
      settle({
        state: "CONDITION_FAILED",
        reason: isMissing ? "CONTAINER_MISSING" : "INTERNAL",
        message: isMissing ? `Image '${image}' not found.` : String(error),
      });
    },
  );

  return {
    name,
    id,
    body,
    executions,
    get etag() {
      return etag;
    },
    get isReady() {
      return ready.state === "CONDITION_SUCCEEDED";
    },
    get problem() {
      return ready.state === "CONDITION_FAILED" ? ready : null;
    },
    view: () => ({
      ...body,
      name,
      uid: id,
      etag,
      executionCount,
      createTime: toTimestamp(createdAt),
      terminalCondition: ready,
      conditions: [ready],
      reconciling: ready.state === "CONDITION_RECONCILING",
      ...(latest === null ? {} : { latestCreatedExecution: toReference(latest) }),
    }),
    add(execution) {
      executions.set(execution.name, execution);
      latest = execution;
      executionCount += 1;
      etag = randomUUID();
    },
    forget(execution) {
      executions.delete(execution);
      if (latest?.name === execution) latest = null;
    },
  };
}

function toReference({ name, createdAt, completedAt }: ExecutionRun): object {
  return {
    name: name.slice(name.lastIndexOf("/") + 1),
    createTime: toTimestamp(createdAt),
    ...(completedAt === null ? {} : { completionTime: toTimestamp(completedAt) }),
  };
}
