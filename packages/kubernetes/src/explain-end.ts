import { constants } from "node:os";
import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import type { Pod, TerminatedState } from "./cluster-objects.ts";
import { containerStatus, trueCondition } from "./job-view.ts";

export type Explanation = Pick<InfrastructureExit, "cause" | "message" | "platformReason" | "exitCode">;

// What a container runtime reports for a process that a signal ended is this plus the signal's number.
const signalBase = 128;

/** Why a pod that has ended did so, in the cluster's words; `null` where nothing of it says. Pure. */
export function explainEnd(pod: Pod, container: string): Explanation | null {
  const terminated = containerStatus(pod, container)?.state?.terminated;
  const exitCode = terminated?.exitCode ?? null;
  const fromPlatform = explainPodReason(pod) ?? explainDisruption(pod);
  // A flow that had returned before its pod was taken away has ended by itself.
  if (fromPlatform !== null && exitCode !== 0) return { ...fromPlatform, exitCode };
  if (terminated !== undefined) return explainContainer(terminated);
  return explainInitContainers(pod);
}

const disruptions: Readonly<Record<string, readonly [cause: ExitCause, words: string]>> = {
  PreemptionByScheduler: ["preempted", "The pod was preempted by one of higher priority"],
  DeletionByTaintManager: ["node-lost", "The pod was removed because its node is gone or may not run it any more"],
  DeletionByPodGC: ["node-lost", "The pod was removed because its node is gone"],
  EvictionByEvictionAPI: ["evicted", "The pod was evicted"],
  TerminationByKubelet: ["evicted", "The node ended the pod"],
};

/** For the sake of what a pod was disrupted; `null` where it was not. Pure. */
export function explainDisruption(pod: Pod): Omit<Explanation, "exitCode"> | null {
  const { reason = "", message } = trueCondition(pod.status?.conditions, "DisruptionTarget") ?? {};
  const [cause, words] = disruptions[reason] ?? [];
  if (cause === undefined || words === undefined) return null;
  return { cause, message: sentence(words, pod.status?.message ?? message), platformReason: reason };
}

const podReasons: Readonly<Record<string, readonly [cause: ExitCause, words: string]>> = {
  Evicted: ["evicted", "The pod was evicted by its node"],
  Preempting: ["preempted", "The pod was preempted"],
  Shutdown: ["node-lost", "The node was shut down"],
  NodeShutdown: ["node-lost", "The node was shut down"],
  Terminated: ["node-lost", "The node was shut down"],
  NodeLost: ["node-lost", "The node of the pod is gone"],
  DeadlineExceeded: ["deadline", "The pod was active longer than it may be"],
  UnexpectedAdmissionError: ["start-failed", "The node refused the pod"],
  NodeAffinity: ["unschedulable", "The node refused the pod"],
};

function explainPodReason({ status }: Pod): Omit<Explanation, "exitCode"> | null {
  const { reason = "", message } = status ?? {};
  const known =
    podReasons[reason] ?? (reason.startsWith("OutOf") ? (["capacity", "The node refused the pod"] as const) : null);
  return known === null ? null : { cause: known[0], message: sentence(known[1], message), platformReason: reason };
}

function explainContainer(state: TerminatedState): Explanation {
  const { exitCode, reason = "", message = "" } = state;
  const platformReason = reason === "" ? {} : { platformReason: reason };
  const explain = (cause: ExitCause, words: string): Explanation => ({
    cause,
    exitCode,
    message: words,
    ...platformReason,
  });
  if (exitCode !== 0 && reason === "OOMKilled") {
    return explain("out-of-memory", "The container exceeded its memory limit (OOMKilled).");
  }
  if (reason === "ContainerStatusUnknown")
    return explain("node-lost", sentence("The node lost the container", message));
  if (reason === "StartError" || reason === "ContainerCannotRun") {
    const isMissing = /executable file not found|no such file or directory|permission denied/i.test(message);
    return explain(
      isMissing ? "command-not-found" : "start-failed",
      sentence(isMissing ? "The image cannot run the command" : "The container could not be started", message),
    );
  }
  if (exitCode === 126 || exitCode === 127) {
    return explain(
      "command-not-found",
      `The command could not be ${exitCode === 127 ? "found" : "executed"} in the image.`,
    );
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  if (signal !== undefined) return explain("signal", `The container was ended by ${signal}.`);
  return explain("exited", `The container exited with code ${exitCode}.`);
}

function explainInitContainers({ status }: Pod): Explanation | null {
  const failed = status?.initContainerStatuses?.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  if (failed === undefined) return null;
  const { exitCode = null, reason = "", message } = failed.state?.terminated ?? {};
  const words = `The init container '${failed.name}' ended with exit code ${exitCode}${reason === "" ? "" : ` (${reason})`}`;
  return { cause: "start-failed", exitCode, message: sentence(words, message), platformReason: reason || "Init:Error" };
}

/** What happened, and the cluster's words about it where it has any. */
export function sentence(words: string, detail: string | undefined): string {
  const text = detail?.trim().replace(/\.$/, "") ?? "";
  return text === "" ? `${words}.` : `${words}: ${text}.`;
}
