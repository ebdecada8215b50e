import type { ContainerStatus, Pod } from "../api/pod.ts";

/** The one word that stands for a pod in a list: of its containers, the worst says it. */
export function describePodPhase(pod: Pod): string {
  const { status, metadata, spec } = pod;
  let text = status.reason ?? status.phase;
  const initial = describeInit(pod);
  if (initial !== null) text = initial;
  else {
    for (const { state } of (status.containerStatuses ?? []).toReversed()) {
      const reason = state.waiting?.reason ?? state.terminated?.reason;
      if (reason !== undefined && reason !== "") text = status.reason ?? reason;
    }
    const isRunning = (status.containerStatuses ?? []).some(({ ready, state }) => ready && state.running !== undefined);
    if (text === "Completed" && isRunning) text = "Running";
  }
  if (metadata.deletionTimestamp === undefined) return text;
  return status.reason === "NodeLost" ? "Unknown" : spec.nodeName === undefined ? text : "Terminating";
}

function describeInit({ spec, status }: Pod): string | null {
  const all = spec.initContainers ?? [];
  for (const [index, container] of all.entries()) {
    const found = status.initContainerStatuses?.find(({ name }) => name === container.name);
    if (found === undefined || isDone(found, container.restartPolicy === "Always")) continue;
    const reason = found.state.terminated?.reason ?? found.state.waiting?.reason;
    if (reason === undefined || reason === "PodInitializing") return `Init:${index}/${all.length}`;
    return `Init:${reason}`;
  }
  return null;
}

function isDone({ state, started }: ContainerStatus, isSidecar: boolean): boolean {
  return isSidecar ? started === true || state.terminated !== undefined : state.terminated?.exitCode === 0;
}
