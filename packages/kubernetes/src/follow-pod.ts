import { setTimeout as delay } from "node:timers/promises";
import { createLogPosition, type InfrastructureEvent } from "prefect-core/provider";
import type { ContainerStatus, Pod } from "./cluster-objects.ts";
import { isPassing, silenceMilliseconds } from "./cluster-patience.ts";
import { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import { followLog } from "./follow-log.ts";
import type { JobReference } from "./job-reference.ts";
import { containerStatus } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import type { JobSubscription } from "./namespace-watch.ts";

/** A pod whose container has run. */
export interface FollowedPod {
  readonly api: KubernetesApi;
  readonly reference: JobReference;
  readonly pod: Pod;
  readonly subscription: JobSubscription;
}

/** A node reports the end of a container within this time after its output has ended. */
const endReportMilliseconds = 3000;
/** Output that goes on this long after its container has ended will not end by itself. */
const drainMilliseconds = 10_000;
const reconnectMilliseconds = 500;

/** Whether there is output to be had of the container. */
export function hasRun(pod: Pod, container: string): boolean {
  const { state } = containerStatus(pod, container) ?? {};
  if (state?.running !== undefined) return true;
  return state?.terminated !== undefined && state.terminated.reason !== "StartError";
}

/** That the container runs, and all its output, until it has ended or is gone. */
export async function* followPod(
  { api, reference, pod, subscription }: FollowedPod,
  signal: AbortSignal,
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  const { namespace, container } = reference;
  const reading = { api, pod: { namespace, name: pod.metadata.name, container }, position: createLogPosition() };
  yield { kind: "running", timestamp: startOf(containerStatus(pod, container)) };
  using ending = watchEnding(subscription, pod, container, signal);
  for (let brokenAt: number | null = null; ;) {
    try {
      const reads = AbortSignal.any([signal, ending.overdue]);
      for await (const event of followLog(reading, { follow: true, signal: reads })) {
        brokenAt = null;
        yield event;
      }
      if (await ending.within(endReportMilliseconds)) return;
    } catch (error) {
      signal.throwIfAborted();
      if (ending.overdue.aborted) return;
      const isRefused = KubernetesApiError.isInstance(error) && !isPassing(error);
      if (isRefused && error.statusCode === 403) {
        const line = `The pod's output cannot be read: ${error.detail}`;
        yield { kind: "output", timestamp: new Date(), stream: "stderr", line };
        yield { kind: "running", timestamp: new Date(), isSilent: true };
        await ending.within(Number.POSITIVE_INFINITY);
        return;
      }
      brokenAt ??= performance.now();
      if (!isRefused && performance.now() - brokenAt > silenceMilliseconds) throw error;
      // A container that is about to run, or whose pod is about to be told of as gone.
      if (await ending.within(reconnectMilliseconds)) {
        if (isRefused) return;
        await delay(reconnectMilliseconds, undefined, { signal });
      }
    }
  }
}

interface Ending extends Disposable {
  /** Aborts once the container has been over for a while. */
  readonly overdue: AbortSignal;
  /** Whether the container is over, now or within the time. */
  within(milliseconds: number): Promise<boolean>;
}

/** Looks for the end of one pod beside reading its output. */
function watchEnding(subscription: JobSubscription, pod: Pod, container: string, signal: AbortSignal): Ending {
  const left = new AbortController();
  const overdue = new AbortController();
  const watching = AbortSignal.any([signal, left.signal]);
  const over = (async (): Promise<true> => {
    while (!isOver(subscription, pod, container)) await subscription.changed(watching);
    return true;
  })();
  over
    .then(() => delay(drainMilliseconds, undefined, { signal: watching }))
    .then(() => overdue.abort())
    .catch((error: unknown) => overdue.abort(error));
  return {
    overdue: overdue.signal,
    async within(milliseconds) {
      if (milliseconds === Number.POSITIVE_INFINITY) return over;
      const waited = new AbortController();
      const late = delay(milliseconds, false, { signal: AbortSignal.any([signal, waited.signal]) });
      late.catch(() => undefined);
      return Promise.race([over, late]).finally(() => waited.abort());
    },
    [Symbol.dispose]: () => left.abort(),
  };
}

function isOver(subscription: JobSubscription, { metadata }: Pod, container: string): boolean {
  const seen = subscription.view().pods.find(({ pod }) => pod.metadata.uid === metadata.uid);
  if (seen === undefined || seen.isDeleted) return true;
  const { phase, reason } = seen.pod.status ?? {};
  // A node that is gone tells of no end.
  if (phase === "Failed" || phase === "Succeeded" || reason === "NodeLost") return true;
  return containerStatus(seen.pod, container)?.state?.terminated !== undefined;
}

function startOf(status: ContainerStatus | null): Date {
  const { running, terminated } = status?.state ?? {};
  const started = new Date(running?.startedAt ?? terminated?.startedAt ?? Number.NaN);
  return Number.isNaN(started.getTime()) ? new Date() : started;
}
