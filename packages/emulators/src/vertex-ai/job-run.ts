import { setTimeout as delay } from "node:timers/promises";
import { givenWords } from "../google-cloud/given-words.ts";
import type { LogStore } from "../google-cloud/log-store.ts";
import { type SupervisedEnd, superviseWorkload } from "../google-cloud/supervise-workload.ts";
import { toTimestamp } from "../google-cloud/timestamp.ts";
import { ImageUnavailableError } from "../workloads/image-unavailable-error.ts";
import type { Workload, WorkloadBackend } from "../workloads/workload-backend.ts";
import { WorkloadStartError } from "../workloads/workload-start-error.ts";
import { writeJobLog } from "./job-log.ts";
import type { CustomJobBody, JobError, JobState } from "./job-shapes.ts";
import { memoryBytesOf } from "./machine-types.ts";
import type { JobSlots } from "./job-slots.ts";

export interface JobSurroundings {
  readonly backend: WorkloadBackend;
  readonly logs: LogStore;
  readonly project: string;
  /** Machines that a job waits for while it is queued. */
  readonly slots: JobSlots;
  /** How long a machine is made ready. */
  readonly pendingMilliseconds: number;
  /** What a cancelled container is given to end. */
  readonly stopGraceSeconds: number;
  /** Memory of machines that have another than usual. */
  readonly machineMemoryBytes: Readonly<Record<string, number>>;
  /** What keeps a job from starting; `null`: nothing does. */
  readonly startProblem: JobError | null;
}

/** A custom job from its creation to its end. */
export interface JobRun {
  readonly name: string;
  readonly createdAt: Date;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: JobState;
  readonly hasEnded: boolean;
  /** Resolves when it has. */
  readonly ended: Promise<void>;
  view(): Readonly<Record<string, unknown>>;
  cancel(): void;
}

interface End {
  readonly state: JobState;
  readonly error: JobError | null;
}

const codes = { cancelled: 1, invalidArgument: 3, deadlineExceeded: 4, internal: 13 };
const cancelled: End = { state: "JOB_STATE_CANCELLED", error: { code: codes.cancelled, message: "CANCELED" } };
/** How often a container that failed is started again where retries are not disabled. */
const restarts = 3;
const ends: ReadonlySet<JobState> = new Set(["JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"]);

export function startJob(
  surroundings: JobSurroundings,
  { name, body, fraction }: { readonly name: string; readonly body: CustomJobBody; readonly fraction: number },
): JobRun {
  const { backend, logs, project, slots } = surroundings;
  const id = name.slice(name.lastIndexOf("/") + 1);
  const createdAt = new Date();
  const cancelling = new AbortController();
  const { signal } = cancelling;
  const { containerSpec = {}, machineSpec = {} } = body.jobSpec?.workerPoolSpecs?.[0] ?? {};
  const { machineType = "" } = machineSpec;
  let state: JobState = "JOB_STATE_QUEUED";
  let startedAt: Date | null = null;
  let endedAt: Date | null = null;
  let error: JobError | null = null;
  let workload: Workload | null = null;

  async function runContainer(attempt: number): Promise<SupervisedEnd> {
    const entrypoint = givenWords(containerSpec.command);
    workload = await backend.start({
      name: `vertex-${id}-${attempt}`,
      image: containerSpec.imageUri ?? "",
      entrypoint,
      arguments: givenWords(containerSpec.args) ?? (entrypoint === null ? null : []),
      env: {
        ...Object.fromEntries((containerSpec.env ?? []).map((one) => [one.name, one.value ?? ""])),
        CLOUD_ML_JOB_ID: id,
      },
      memoryLimitBytes: surroundings.machineMemoryBytes[machineType] ?? memoryBytesOf(machineType),
    });
    startedAt ??= new Date();
    if (state === "JOB_STATE_PENDING") state = "JOB_STATE_RUNNING";
    const written = writeJobLog(logs, { project, job: id }, workload);
    const end = await superviseWorkload(workload, {
      timeoutSeconds: Number(body.jobSpec?.scheduling?.timeout?.seconds ?? 604_800),
      stopGraceSeconds: surroundings.stopGraceSeconds,
      signal,
    });
    await written;
    await workload.remove();
    return end;
  }

  async function carryOut(): Promise<End> {
    using _slot = await slots.take(signal);
    state = "JOB_STATE_PENDING";
    await delay(surroundings.pendingMilliseconds, undefined, { signal });
    if (surroundings.startProblem !== null) return { state: "JOB_STATE_FAILED", error: surroundings.startProblem };
    await backend.provideImage(containerSpec.imageUri ?? "", "if-absent");
    const attempts = body.jobSpec?.scheduling?.disableRetries === true ? 1 : 1 + restarts;
    let end = await runContainer(1);
    for (let attempt = 2; attempt <= attempts && mayRestart(end); attempt += 1) end = await runContainer(attempt);
    return toEnd(end);
  }

  function toEnd({ exit, interruption }: SupervisedEnd): End {
    if (interruption === "cancel") return cancelled;
    if (interruption === "timeout") {
      const message = "The job exceeded its maximum running time (scheduling.timeout).";
      return { state: "JOB_STATE_FAILED", error: { code: codes.deadlineExceeded, message } };
    }
    if (exit.exitCode === 0) return { state: "JOB_STATE_SUCCEEDED", error: null };
    const reason = exit.isOutOfMemory ? " Termination reason: OOMKilled." : " Termination reason: Error.";
    return failed(exit.exitCode, reason);
  }

  function failed(status: number, reason: string): End {
    const message =
      `The replica workerpool0-0 exited with a non-zero status of ${status}.${reason} To find out more about why your job ` +
      `exited please check the logs: https://console.cloud.google.com/logs/viewer?project=${project}&resource=ml_job%2Fjob_id%2F${id}`;
    return { state: "JOB_STATE_FAILED", error: { code: codes.invalidArgument, message } };
  }

  function toProblem(problem: unknown): End {
    if (signal.aborted) return cancelled;
    if (problem instanceof ImageUnavailableError) {
      const message = `Failed to pull image "${containerSpec.imageUri}": ${problem.message}`;
      return { state: "JOB_STATE_FAILED", error: { code: codes.invalidArgument, message } };
    }
    if (problem instanceof WorkloadStartError) {
      return failed(problem.exitCode, ` Termination reason: StartError. Termination log message: ${problem.message}.`);
    }
    return {
      state: "JOB_STATE_FAILED",
      error: { code: codes.internal, message: `Internal error: ${String(problem)}` },
    };
  }

  async function live(): Promise<void> {
    const end = await carryOut().catch(toProblem);
    await workload?.remove();
    endedAt = new Date();
    ({ state, error } = end);
  }

  const ended = live();

  return {
    name,
    createdAt,
    ended,
    labels: body.labels ?? {},
    get state() {
      return state;
    },
    get hasEnded() {
      return ends.has(state);
    },
    view: () => ({
      ...body,
      name,
      state,
      createTime: toTimestamp(createdAt, fraction),
      updateTime: toTimestamp(new Date()),
      ...(startedAt === null ? {} : { startTime: toTimestamp(startedAt) }),
      ...(endedAt === null ? {} : { endTime: toTimestamp(endedAt) }),
      ...(error === null ? {} : { error }),
    }),
    cancel() {
      if (ends.has(state)) return;
      state = "JOB_STATE_CANCELLING";
      cancelling.abort();
    },
  };
}

function mayRestart({ exit, interruption }: SupervisedEnd): boolean {
  return interruption === null && exit.exitCode !== 0;
}
