import { setTimeout as delay } from "node:timers/promises";
import { givenWords } from "../google-cloud/given-words.ts";
import type { LogStore } from "../google-cloud/log-store.ts";
import { superviseWorkload } from "../google-cloud/supervise-workload.ts";
import { toTimestamp } from "../google-cloud/timestamp.ts";
import { ImageUnavailableError } from "../workloads/image-unavailable-error.ts";
import type { Workload, WorkloadBackend, WorkloadExit } from "../workloads/workload-backend.ts";
import { WorkloadStartError } from "../workloads/workload-start-error.ts";
import type { Condition, EnvVarBody, JobBody } from "./job-shapes.ts";
import { toMemoryBytes } from "./memory-size.ts";
import { createTaskLog } from "./task-log.ts";

export interface ExecutionSurroundings {
  readonly backend: WorkloadBackend;
  readonly logs: LogStore;
  readonly project: string;
  readonly region: string;
  /** Values of Secret Manager by the secret's name or resource. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How long it takes until an execution's container is started. */
  readonly pendingMilliseconds: number;
  /** What a container is given to end when it is cancelled. */
  readonly stopGraceSeconds: number;
  /** What keeps an execution from starting; `null`: nothing does. */
  readonly startProblem: StartProblem | null;
}

/** What keeps a container from starting, as a condition tells it. */
export interface StartProblem {
  readonly reason: string;
  readonly message: string;
}

/** An execution with one task, from its start to its end. */
export interface ExecutionRun {
  /** The whole resource name. */
  readonly name: string;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  view(): Readonly<Record<string, unknown>>;
  /** As `ListTasks` shows it. */
  task(): Readonly<Record<string, unknown>>;
  /** It is still given its time to end. */
  cancel(): void;
  readonly ended: Promise<void>;
}

type End =
  | { readonly kind: "exit"; readonly exit: WorkloadExit; readonly memoryNotice: string | null }
  | { readonly kind: "timeout" }
  | { readonly kind: "problem"; readonly reason: string | null; readonly message: string };

export function startExecution(
  surroundings: ExecutionSurroundings,
  { name, job, jobId }: { readonly name: string; readonly job: JobBody; readonly jobId: string },
): ExecutionRun {
  const { backend, project, region } = surroundings;
  const createdAt = new Date();
  const execution = name.slice(name.lastIndexOf("/") + 1);
  const log = createTaskLog(surroundings.logs, { project, region, job: jobId, execution });
  const task = job.template?.template ?? {};
  const container = task.containers?.[0] ?? {};
  const cancelling = new AbortController();
  let workload: Workload | null = null;
  let startedAt: Date | null = null;
  let completedAt: Date | null = null;
  let end: End | null = null;

  async function carryOut(): Promise<End> {
    await delay(surroundings.pendingMilliseconds, undefined, { signal: cancelling.signal });
    if (surroundings.startProblem !== null) return { kind: "problem", ...surroundings.startProblem };
    const env = toEnv(container.env ?? [], surroundings.secrets);
    if (typeof env === "string") return { kind: "problem", reason: "SECRETS_ACCESS_CHECK_FAILED", message: env };
    const limit = container.resources?.limits?.["memory"] ?? "512Mi";
    const platform = { CLOUD_RUN_JOB: jobId, CLOUD_RUN_EXECUTION: execution, CLOUD_RUN_TASK_INDEX: "0" };
    workload = await backend.start({
      name: `run-${execution}`,
      image: container.image ?? "",
      entrypoint: givenWords(container.command),
      arguments: givenWords(container.args),
      env: { ...env, ...platform, CLOUD_RUN_TASK_ATTEMPT: "0", CLOUD_RUN_TASK_COUNT: "1" },
      cpuLimit: null,
      memoryLimitBytes: toMemoryBytes(limit),
      workingDirectory: container.workingDir ?? null,
    });
    startedAt = new Date();
    const written = log.follow(workload);
    const { exit, interruption } = await superviseWorkload(workload, {
      timeoutSeconds: Number(task.timeout?.seconds ?? 600),
      stopGraceSeconds: surroundings.stopGraceSeconds,
      signal: cancelling.signal,
    });
    await written;
    if (interruption === "timeout") return { kind: "timeout" };
    const used = Math.round((toMemoryBytes(limit) ?? 0) / 2 ** 20) + 1;
    const memoryNotice = exit.isOutOfMemory
      ? `Memory limit of ${limit.replace(/i?$/, "iB").replace(/(\d)([MG])/, "$1 $2")} exceeded with ${used} MiB used. Consider increasing the memory limit, see https://cloud.google.com/run/docs/configuring/memory-limits`
      : null;
    if (memoryNotice !== null) log.tell(memoryNotice, "ERROR");
    log.tell(
      exit.signal === null
        ? `Container called exit(${exit.exitCode}).`
        : `Container terminated on signal ${exit.exitCode - 128}.`,
    );
    return { kind: "exit", exit, memoryNotice };
  }

  function toProblem(error: unknown): End {
    if (error instanceof ImageUnavailableError) {
      return { kind: "problem", reason: "CONTAINER_MISSING", message: `Image '${container.image}' not found.` };
    }
    if (error instanceof WorkloadStartError) {
      return { kind: "problem", reason: null, message: `Application failed to start: ${error.message}` };
    }
    if (cancelling.signal.aborted) return { kind: "problem", reason: null, message: "cancelled" };
    return { kind: "problem", reason: "INTERNAL", message: String(error) };
  }

  async function live(): Promise<void> {
    end = await carryOut().catch(toProblem);
    await workload?.remove();
    completedAt = new Date();
  }

  const ended = live();

  function conditions(): readonly Condition[] {
    const at = toTimestamp(completedAt ?? startedAt ?? createdAt);
    const of = (type: string, state: Condition["state"], more: Partial<Condition> = {}): Condition => ({
      type,
      state,
      lastTransitionTime: at,
      ...more,
    });
    const hasStarted = startedAt !== null;
    const progress = (type: string): Condition =>
      of(type, hasStarted ? "CONDITION_SUCCEEDED" : "CONDITION_RECONCILING");
    const before = ["ResourcesAvailable", "Started", "ContainerReady"].map(progress);
    if (completedAt !== null && end !== null) return [of("Completed", ...completion(end)), ...before];
    const isCancelling = cancelling.signal.aborted;
    return [of("Completed", "CONDITION_RECONCILING", isCancelling ? { executionReason: "CANCELLING" } : {}), ...before];
  }

  function completion(how: End): [Condition["state"], Partial<Condition>] {
    if (how.kind === "exit" && how.exit.exitCode === 0) {
      return ["CONDITION_SUCCEEDED", { message: "Execution completed successfully in 1s." }];
    }
    if (cancelling.signal.aborted) {
      return ["CONDITION_FAILED", { executionReason: "CANCELLED", message: "Execution was cancelled." }];
    }
    if (how.kind === "problem") {
      const reason = how.reason === null ? { executionReason: "NON_ZERO_EXIT_CODE" } : { reason: how.reason };
      return ["CONDITION_FAILED", { ...reason, message: how.message }];
    }
    const words =
      how.kind === "timeout"
        ? `Task ${execution}-task0 failed with message: The configured timeout was reached.`
        : how.exit.signal === null
          ? `Task ${execution}-task0 failed with message: The container exited with an error.`
          : `Task ${execution}-task0 failed with message: The container was terminated by signal ${how.exit.exitCode - 128}.`;
    return ["CONDITION_FAILED", { executionReason: "NON_ZERO_EXIT_CODE", message: words }];
  }

  function attempt(): object | null {
    if (end === null || end.kind === "problem") return null;
    if (end.kind === "timeout") return { status: { code: 4, message: "The configured timeout was reached." } };
    const { exitCode, signal } = end.exit;
    const message = end.memoryNotice ?? "The container exited with an error.";
    if (exitCode === 0) return { status: { code: 0, message: "" }, exitCode };
    if (signal !== null) return { status: { code: 13, message }, termSignal: exitCode - 128 };
    return { status: { code: 13, message }, exitCode };
  }

  function times(): object {
    return {
      createTime: toTimestamp(createdAt),
      ...(startedAt === null ? {} : { startTime: toTimestamp(startedAt) }),
      ...(completedAt === null ? {} : { completionTime: toTimestamp(completedAt) }),
    };
  }

  return {
    name,
    createdAt,
    ended,
    get completedAt() {
      return completedAt;
    },
    view() {
      const isOver = completedAt !== null;
      const hasSucceeded = isOver && end?.kind === "exit" && end.exit.exitCode === 0;
      const isCancelled = isOver && !hasSucceeded && cancelling.signal.aborted;
      return {
        name,
        uid: execution,
        labels: job.template?.labels ?? {},
        job: jobId,
        taskCount: 1,
        template: task,
        reconciling: !isOver,
        conditions: conditions(),
        runningCount: !isOver && startedAt !== null ? 1 : 0,
        succeededCount: hasSucceeded ? 1 : 0,
        failedCount: isOver && !hasSucceeded && !isCancelled ? 1 : 0,
        cancelledCount: isCancelled ? 1 : 0,
        logUri: `https://console.cloud.google.com/logs/viewer?project=${project}`,
        ...times(),
      };
    },
    task() {
      const result = attempt();
      return {
        name: `${name}/tasks/${execution}-task0`,
        execution,
        job: jobId,
        index: 0,
        conditions: conditions(),
        ...(result === null ? {} : { lastAttemptResult: result }),
        ...times(),
      };
    },
    cancel: () => cancelling.abort(),
  };
}

/** What the container finds, or what is wrong with its secrets. */
function toEnv(
  entries: readonly EnvVarBody[],
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | string {
  const env: Record<string, string> = {};
  for (const { name, value, valueSource } of entries) {
    const secret = valueSource?.secretKeyRef?.secret;
    const found = secret === undefined ? (value ?? "") : secrets[secret];
    if (found === undefined) {
      return `spec.template.spec.containers[0].env[${name}].value_from.secret_key_ref.name: Secret ${secret}/versions/${valueSource?.secretKeyRef?.version ?? "latest"} was not found`;
    }
    env[name] = found;
  }
  return env;
}
