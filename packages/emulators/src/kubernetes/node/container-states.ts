import { toApiTime } from "../api/api-object.ts";
import type { Container, ContainerState, ContainerStatus } from "../api/pod.ts";
import type { WorkloadExit } from "../../workloads/workload-backend.ts";

/** What the runtime gives as the start of what never started. */
const never = "1970-01-01T00:00:00Z";

/** A container of which nothing is there yet. */
export function toWaitingStatus({ name, image }: Container, reason: string): ContainerStatus {
  return {
    name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image,
    imageID: "",
    started: false,
  };
}

export function toEndState(exit: WorkloadExit, startedAt: Date, containerID: string): ContainerState {
  const { exitCode, isOutOfMemory, finishedAt } = exit;
  return {
    terminated: {
      exitCode,
      reason: isOutOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error",
      startedAt: toApiTime(startedAt),
      finishedAt: toApiTime(finishedAt),
      containerID,
    },
  };
}

/** A command that could not be started. */
export function toStartErrorState(message: string, containerID: string): ContainerState {
  const finishedAt = toApiTime();
  return { terminated: { exitCode: 128, reason: "StartError", message, startedAt: never, finishedAt, containerID } };
}
