import type { ExitCause } from "prefect-core/provider";
import type { ClusterEvent, ContainerStatus, Pod } from "./cluster-objects.ts";
import { sentence } from "./explain-end.ts";

/** Why a Job does not run yet. */
export interface StartDiagnosis {
  /** In the cluster's own word: `Unschedulable`, `ImagePullBackOff`. */
  readonly platformReason: string;
  readonly message: string;
  /** What it comes to where it stays so. */
  readonly cause: ExitCause;
  /** `now`: it will not get better. `soon`: only somebody who is slow to answer could mend it. `wait`: it may pass. */
  readonly ends: "now" | "soon" | "wait";
}

/**
 * Why a pod has not started; `null` where it is on its way. `events` are those on the pod, `null` where they are not known:
 * whether an autoscaler makes a node for it, nothing else tells. Pure.
 */
export function diagnosePod(pod: Pod, events: readonly ClusterEvent[] | null): StartDiagnosis | null {
  return diagnoseScheduling(pod, events) ?? diagnoseContainers(pod) ?? diagnoseMounts(events ?? []);
}

/** Why the controller could not make a pod, by the remarks on its Job; `null` where nothing is known to be wrong. Pure. */
export function diagnoseMissingPod(events: readonly ClusterEvent[]): StartDiagnosis | null {
  const event = events.findLast(({ reason, type }) => reason === "FailedCreate" && type === "Warning");
  if (event === undefined) return null;
  const message = sentence("The cluster refused to make the pod", event.message);
  if (!/exceeded quota/i.test(event.message ?? "")) {
    return { platformReason: "FailedCreate", cause: "start-failed", message, ends: "now" };
  }
  const ends = isBeyondQuota(event.message ?? "") ? "now" : "wait";
  return { platformReason: "FailedCreate", cause: "capacity", message, ends };
}

const scaleUps = new Set(["TriggeredScaleUp", "Nominated"]);

function diagnoseScheduling({ status }: Pod, events: readonly ClusterEvent[] | null): StartDiagnosis | null {
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled === undefined || scheduled.status === "True") return null;
  const { reason = "Unschedulable", message } = scheduled;
  if (reason === "SchedulingGated") {
    return {
      platformReason: reason,
      cause: "unschedulable",
      message: "The pod is held back by a scheduling gate.",
      ends: "wait",
    };
  }
  const diagnosis = {
    platformReason: reason,
    cause: "unschedulable",
    message: sentence("No node can take the pod", message),
  } as const;
  if (!isHopeless(message ?? "") || events === null) return { ...diagnosis, ends: "wait" };
  const isScaling = events.some((event) => scaleUps.has(event.reason ?? ""));
  const isRefused = events.some((event) => event.reason === "NotTriggerScaleUp");
  return { ...diagnosis, ends: isScaling ? "wait" : isRefused ? "now" : "soon" };
}

/**
 * Whether not even an empty cluster of the same nodes would take the pod: the scheduler says that ending other pods would
 * not help on any of the nodes. One that only waits for others to end reads `No preemption victims found`.
 */
function isHopeless(message: string): boolean {
  const [, preemption = ""] = message.split("preemption: ");
  const total = /^0\/(\d+) nodes are available/.exec(preemption)?.[1];
  const helpless = /(\d+) Preemption is not helpful for scheduling/.exec(preemption)?.[1];
  return total !== undefined && total === helpless;
}

const pullReasons = new Set(["ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError"]);
const finalPullReasons = new Set(["InvalidImageName", "ErrImageNeverPull"]);
const createReasons = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "CrashLoopBackOff",
]);

function diagnoseContainers({ status }: Pod): StartDiagnosis | null {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  for (const container of containers) {
    const diagnosis = diagnoseContainer(container);
    if (diagnosis !== null) return diagnosis;
  }
  return null;
}

function diagnoseContainer({ name, image = "", state }: ContainerStatus): StartDiagnosis | null {
  const { reason = "", message } = state?.waiting ?? {};
  if (pullReasons.has(reason) || finalPullReasons.has(reason)) {
    const ends = finalPullReasons.has(reason) || isRefusedPull(message ?? "") ? "now" : "wait";
    const words = sentence(`The image ${image} of the container '${name}' cannot be pulled (${reason})`, message);
    return { platformReason: reason, cause: "image-pull", message: words, ends };
  }
  if (!createReasons.has(reason)) return null;
  const words = sentence(`The container '${name}' cannot be started (${reason})`, message);
  const isMissing = /executable file not found|no such file or directory/i.test(message ?? "");
  return {
    platformReason: reason,
    cause: isMissing ? "command-not-found" : "start-failed",
    message: words,
    ends: "now",
  };
}

/** Whether a registry has said no, rather than nothing. */
export function isRefusedPull(message: string): boolean {
  return /not found|manifest unknown|does not exist|denied|unauthorized|authentication required|no basic auth|forbidden|invalid reference|no match(?:ing manifest)? for|can't be pulled/i.test(
    message.replaceAll(/no such host|host not found/gi, ""),
  );
}

const mountReasons = new Set(["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"]);

function diagnoseMounts(events: readonly ClusterEvent[]): StartDiagnosis | null {
  const event = events.findLast(({ reason = "" }) => mountReasons.has(reason));
  if (event === undefined) return null;
  const words = sentence("The node cannot prepare the pod", event.message);
  return { platformReason: event.reason ?? "", cause: "start-failed", message: words, ends: "wait" };
}

/** Whether a single pod asks for more than the whole quota: `requested: cpu=9, used: cpu=0, limited: cpu=4`. */
function isBeyondQuota(message: string): boolean {
  const part = (name: string): ReadonlyMap<string, number> =>
    new Map(
      (new RegExp(`${name}: ([^:]*?)(?:, (?:used|limited): |$)`).exec(message)?.[1] ?? "")
        .split(",")
        .map((pair) => pair.split("="))
        .map(([resource = "", quantity = ""]) => [resource.trim(), toNumber(quantity.trim())]),
    );
  const limited = part("limited");
  return [...part("requested")].some(
    ([resource, quantity]) => quantity > (limited.get(resource) ?? Number.POSITIVE_INFINITY),
  );
}

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function toNumber(quantity: string): number {
  const [, digits = "NaN", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(digits) * (unit === "" ? 1 : (factors[unit] ?? Number.NaN));
}
