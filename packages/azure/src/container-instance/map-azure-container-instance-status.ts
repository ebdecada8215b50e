import { constants } from "node:os";
import type { ExitCause, InfrastructureExit } from "prefect-core/provider";
import {
  type ContainerEvent,
  type ContainerGroupView,
  type ContainerState,
  flowContainer,
} from "./container-group-view.ts";
import { diagnose, latestFailure, sentence } from "./explain-event.ts";

/** How far a container group has come. */
export type GroupPhase =
  | { readonly kind: "starting"; readonly reason: string }
  | { readonly kind: "running"; readonly startedAt: Date }
  | { readonly kind: "ended"; readonly startedAt: Date | null; readonly exit: InfrastructureExit };

const failedStates: ReadonlySet<string> = new Set(["Failed", "Canceled", "Unhealthy"]);
const stoppedStates: ReadonlySet<string> = new Set(["Stopped", "Stopping"]);
// What a container runtime reports for a process that a signal ended is this plus the signal's number.
const signalBase = 128;

/** Pure. `container` is the one of the flow; others do not matter. `now` is for what Azure gives no time of. */
export function toGroupPhase(group: ContainerGroupView, container: string, now: Date): GroupPhase {
  const view = flowContainer(group, container)?.properties.instanceView;
  const { provisioningState = "", instanceView } = group.properties;
  const events = [...(instanceView?.events ?? []), ...(view?.events ?? [])];
  const state = view?.currentState;
  if (state?.state === "Terminated") return toEnd(state, events, now, instanceView?.state);
  if (state?.state === "Running") return { kind: "running", startedAt: toDate(state.startTime, now) };
  if (failedStates.has(provisioningState) || instanceView?.state === "Failed") {
    const failure = latestFailure(events) ?? diagnose(provisioningState || "Failed", "");
    return { kind: "ended", startedAt: null, exit: { kind: "exited", timestamp: now, exitCode: null, ...failure } };
  }
  if (instanceView?.state === "Stopped") {
    const message = "The container group was stopped.";
    const exit = { kind: "exited", timestamp: now, exitCode: null, cause: "stopped", message } as const;
    return { kind: "ended", startedAt: null, exit };
  }
  if (state?.detailStatus === "CrashLoopBackOff") {
    const failure = latestFailure(events) ?? diagnose("CrashLoopBackOff", "");
    return { kind: "ended", startedAt: null, exit: { kind: "exited", timestamp: now, exitCode: null, ...failure } };
  }
  return { kind: "starting", reason: toReason(provisioningState, state, events) };
}

function toEnd(
  state: ContainerState,
  events: readonly ContainerEvent[],
  now: Date,
  groupState: string | undefined,
): GroupPhase {
  const { exitCode = null, detailStatus = "" } = state;
  const timestamp = toDate(state.finishTime, now);
  const startedAt = state.startTime === undefined ? null : toDate(state.startTime, now);
  const explain = (cause: ExitCause, message: string, platformReason = detailStatus): GroupPhase => ({
    kind: "ended",
    startedAt,
    exit: {
      kind: "exited",
      timestamp,
      exitCode,
      cause,
      message,
      ...(platformReason === "" ? {} : { platformReason }),
    },
  });
  if (detailStatus === "OOMKilled") {
    return explain("out-of-memory", "The container exceeded its memory (OOMKilled).");
  }
  const failure = startedAt === null ? latestFailure(events) : null;
  if (failure !== null && exitCode !== 0) return explain(failure.cause, failure.message, failure.platformReason);
  if (exitCode === 126 || exitCode === 127) {
    return explain(
      "command-not-found",
      `The command could not be ${exitCode === 127 ? "found" : "executed"} in the image.`,
    );
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  if (signal !== undefined) {
    const killing = events.findLast(({ name }) => name === "Killing")?.message ?? "";
    return explain("signal", sentence(`The container was ended by ${signal}`, killing));
  }
  if (exitCode === null) {
    const isStopped = stoppedStates.has(groupState ?? "");
    return explain(
      isStopped ? "stopped" : "exited",
      `The container ended, and Azure does not say how (${detailStatus}).`,
    );
  }
  return explain("exited", `The container exited with code ${exitCode}.`);
}

function toReason(
  provisioningState: string,
  state: ContainerState | undefined,
  events: readonly ContainerEvent[],
): string {
  const latest = events
    .toSorted((one, other) => Date.parse(one.lastTimestamp ?? "") - Date.parse(other.lastTimestamp ?? ""))
    .at(-1);
  if (latest?.message !== undefined && latest.message !== "") return `${latest.name ?? "Event"}: ${latest.message}`;
  const detail = state?.detailStatus ?? "";
  if (detail !== "") return `The container is waiting: ${detail}`;
  return `The container group is ${provisioningState === "" ? "accepted" : provisioningState.toLowerCase()}`;
}

function toDate(time: string | undefined, fallback: Date): Date {
  const date = new Date(time ?? "");
  return Number.isNaN(date.getTime()) ? fallback : date;
}
