import { type Condition, toApiTime } from "../api/api-object.ts";
import type { Container, ContainerStatus, Pod, PodPhase, PodSpec, PodStatus } from "../api/pod.ts";

/** What a node tells of a pod's containers. */
export interface ObservedContainers {
  readonly initContainers: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
  /** Whether volumes and network are there. */
  readonly hasSandbox: boolean;
}

/** The status of a pod that a node runs; conditions keep their time as long as they do not change. */
export function toPodStatus(pod: Pod, observed: ObservedContainers): PodStatus {
  const { initContainers, containers, hasSandbox } = observed;
  const isInitialized = (pod.spec.initContainers ?? []).every((container) =>
    hasInitialized(
      container,
      initContainers.find(({ name }) => name === container.name),
    ),
  );
  const phase = findPhase(pod.spec, observed, isInitialized);
  const ended = phase === "Succeeded" ? "PodCompleted" : phase === "Failed" ? "PodFailed" : null;
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const notReady = { reason: "ContainersNotReady", message: `containers with unready status: [${unready.join(" ")}]` };
  const readiness = unready.length === 0 ? {} : ended === null ? notReady : { reason: ended };
  const isReady = isInitialized && unready.length === 0 && ended === null;
  const incomplete = initContainers.filter(({ state }) => state.terminated?.exitCode !== 0).map(({ name }) => name);
  const notInitialized = {
    reason: "ContainersNotInitialized",
    message: `containers with incomplete status: [${incomplete.join(" ")}]`,
  };
  const conditions: Condition[] = [
    toCondition("PodReadyToStartContainers", hasSandbox && ended === null),
    toCondition("Initialized", isInitialized, isInitialized ? toReason(ended, "PodCompleted") : notInitialized),
    toCondition("Ready", isReady, readiness),
    toCondition("ContainersReady", isReady, readiness),
    toCondition("PodScheduled", true),
  ];
  return {
    ...pod.status,
    phase,
    conditions: keepTimes(conditions, pod.status.conditions ?? []),
    hostIP: "127.0.0.1",
    hostIPs: [{ ip: "127.0.0.1" }],
    ...(hasSandbox ? { podIP: "127.0.0.1", podIPs: [{ ip: "127.0.0.1" }] } : {}),
    startTime: pod.status.startTime ?? toApiTime(),
    ...(initContainers.length === 0 ? {} : { initContainerStatuses: initContainers }),
    containerStatuses: containers,
  };
}

function hasInitialized(container: Container, status: ContainerStatus | undefined): boolean {
  if (container.restartPolicy === "Always") return status?.started === true || status?.state.terminated !== undefined;
  return status?.state.terminated?.exitCode === 0;
}

function findPhase(
  spec: PodSpec,
  { initContainers, containers }: ObservedContainers,
  isInitialized: boolean,
): PodPhase {
  const sidecars = new Set(
    (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name),
  );
  const isOver = ({ state }: ContainerStatus): boolean => state.terminated !== undefined;
  if (!isInitialized) {
    const failed = initContainers.some(
      ({ name, state }) => !sidecars.has(name) && (state.terminated?.exitCode ?? 0) !== 0,
    );
    return failed && spec.restartPolicy === "Never" ? "Failed" : "Pending";
  }
  if (containers.some(({ state, lastState }) => state.waiting !== undefined && lastState.terminated === undefined)) {
    return "Pending";
  }
  if (!containers.every(isOver) || spec.restartPolicy === "Always") return "Running";
  const haveSucceeded = containers.every(({ state }) => state.terminated?.exitCode === 0);
  if (haveSucceeded) return "Succeeded";
  return spec.restartPolicy === "OnFailure" ? "Running" : "Failed";
}

function toReason(ended: string | null, wanted: string): Pick<Condition, "reason"> {
  return ended === wanted ? { reason: wanted } : {};
}

function toCondition(type: string, isTrue: boolean, rest: Pick<Condition, "reason" | "message"> = {}): Condition {
  return { type, status: isTrue ? "True" : "False", lastProbeTime: null, lastTransitionTime: toApiTime(), ...rest };
}

/** What others have said of the pod stays in front. */
function keepTimes(conditions: readonly Condition[], previous: readonly Condition[]): Condition[] {
  const own = new Set(conditions.map(({ type }) => type));
  const foreign = previous.filter(({ type }) => !own.has(type));
  const timed = conditions.map((condition) => {
    const before = previous.find(({ type, status }) => type === condition.type && status === condition.status);
    return before === undefined ? condition : { ...condition, lastTransitionTime: before.lastTransitionTime ?? null };
  });
  return [...foreign, ...timed];
}
