import { constants } from "node:os";
import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import type { EcsContainer, EcsTask } from "./ecs-task.ts";
import { explainStartFailure } from "./explain-start-failure.ts";

/** How far a task has come. */
export type TaskPhase =
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "running"; readonly startedAt: Date }
  | { readonly kind: "ended"; readonly hasRun: boolean; readonly exit: InfrastructureExit };

/** What `StopTask` gives as the reason, so that who stopped a task is known to every process. */
export const ownStopReason = "Ended by Prefect";

type End = Pick<InfrastructureExit, "cause" | "message" | "exitCode"> &
  Partial<Pick<InfrastructureExit, "platformReason" | "hint">>;

/** Pure. `containerName` is the container of the flow. */
export function toTaskPhase(task: EcsTask, containerName: string): TaskPhase {
  const { lastStatus, startedAt, stoppedAt } = task;
  if (lastStatus === "STOPPED") {
    const container = task.containers.find(({ name }) => name === containerName);
    const exit = explainEnd(task, container, containerName);
    const hasRun = startedAt !== undefined || typeof container?.exitCode === "number";
    return { kind: "ended", hasRun, exit: { kind: "exited", timestamp: stoppedAt ?? new Date(), ...exit } };
  }
  if (startedAt !== undefined || lastStatus === "RUNNING") {
    return { kind: "running", startedAt: startedAt ?? new Date() };
  }
  return { kind: "starting", reason: startReasons[lastStatus] ?? `The task is ${lastStatus}.` };
}

const startReasons: Readonly<Record<string, string>> = {
  PROVISIONING: "The task is PROVISIONING: waiting for capacity and its network interface.",
  PENDING: "The task is PENDING: its image is being pulled.",
  ACTIVATING: "The task is ACTIVATING.",
};

/** A task that nobody can ask any more. */
export function lostExit(message: string): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message, platformReason: "MISSING" };
}

function explainEnd(task: EcsTask, container: EcsContainer | undefined, containerName: string): End {
  const { stopCode = "", stoppedReason = "" } = task;
  const exitCode = container?.exitCode ?? null;
  const reason = container?.reason ?? "";
  const platformReason = stopCode === "" ? {} : { platformReason: stopCode };
  const end = (cause: ExitCause, words: string, more: Partial<End> = {}): End => ({
    cause,
    exitCode,
    message: words,
    ...platformReason,
    ...more,
  });
  if (exitCode !== 0 && /OutOfMemory/i.test(`${reason} ${stoppedReason}`)) {
    const words = sentence("The container exceeded its memory limit", reason || stoppedReason);
    return end("out-of-memory", words, { platformReason: "OutOfMemoryError" });
  }
  if (stopCode === "SpotInterruption") return end("preempted", sentence("The task was interrupted", stoppedReason));
  if (stopCode === "TerminationNotice" || /^Host EC2 \(instance .*\) terminated/i.test(stoppedReason)) {
    return end("node-lost", sentence("The instance of the task was terminated", stoppedReason));
  }
  if (stopCode === "InfrastructureHealth") {
    return end("node-lost", sentence("The host of the task failed", stoppedReason));
  }
  if (stopCode === "UserInitiated" || stopCode === "ServiceSchedulerInitiated") {
    return explainStop(stoppedReason, exitCode, end);
  }
  if (exitCode === null) {
    const sidecar = failedSidecar(task, containerName);
    if (sidecar !== null && stopCode !== "TaskFailedToStart") return end("stopped", sidecar);
    const { cause, ...more } = explainStartFailure(stoppedReason, reason, stopCode);
    return end(cause, more.message, more);
  }
  // A runner that is asked to end says so in the outcome that it leaves, and ends with code 0.
  const mayBeEnded = exitCode === 0 || exitCode > signalBase;
  const sidecar = mayBeEnded ? failedSidecar(task, containerName) : null;
  if (sidecar !== null) return end("stopped", sidecar);
  return explainExit(exitCode, end);
}

// What a container runtime reports for a process that a signal ended is this plus the signal's number.
const signalBase = 128;

type ToEnd = (cause: ExitCause, words: string) => End;

function explainStop(stoppedReason: string, exitCode: number | null, end: ToEnd): End {
  if (!stoppedReason.startsWith(ownStopReason)) return end("stopped", sentence("The task was stopped", stoppedReason));
  return exitCode === null ? end("lost", "The task was ended before it ran.") : explainExit(exitCode, end);
}

function explainExit(exitCode: number, end: ToEnd): End {
  if (exitCode === 126 || exitCode === 127) {
    const verb = exitCode === 127 ? "found" : "executed";
    return end("command-not-found", `The command could not be ${verb} in the image (exit code ${exitCode}).`);
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  if (signal !== undefined) return end("signal", `The container was ended by ${signal}.`);
  return end("exited", `The container exited with code ${exitCode}.`);
}

/** An essential container that ends takes the others with it. */
function failedSidecar({ containers }: EcsTask, containerName: string): string | null {
  const others = containers.filter(({ name }) => name !== containerName);
  // The one that was ended with the flow's has a signal too, unless it ended by itself first.
  const first = others.find(({ exitCode }) => exitCode !== undefined && exitCode < signalBase);
  if (first === undefined) return null;
  const reason = first.reason === undefined ? "" : ` (${first.reason})`;
  return `The essential container ${first.name} exited with code ${first.exitCode}${reason}, which ended the task.`;
}

/** What happened, and the platform's words about it where it has any. */
function sentence(words: string, detail: string): string {
  const text = detail.trim().replace(/\.$/, "");
  return text === "" ? `${words}.` : `${words}: ${text}.`;
}
