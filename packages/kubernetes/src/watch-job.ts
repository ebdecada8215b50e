import type { InfrastructureEvent, InfrastructureExit } from "prefect-core/provider";
import type { StartDiagnosis } from "./diagnose-start.ts";
import { followPod, hasRun } from "./follow-pod.ts";
import { exists, isSeen } from "./job-presence.ts";
import type { JobReference } from "./job-reference.ts";
import { podsInOrder, uidOf } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { lostExit, toJobPhase } from "./map-kubernetes-status.ts";
import type { JobPhase } from "./map-kubernetes-status.ts";
import type { JobSubscription, NamespaceWatch } from "./namespace-watch.ts";
import { createStartPatience } from "./start-patience.ts";

/** Why a pod was ended is known within this time after its end, or not at all. */
const settlingMilliseconds = 3000;
/** The cluster's remarks are asked for where a Job takes longer than this to start. */
const eventsAfterMilliseconds = 4000;
const recheckMilliseconds = 2000;

type Ended = Extract<JobPhase, { readonly kind: "ended" }>;

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchJob(
  api: KubernetesApi,
  watch: NamespaceWatch,
  reference: JobReference,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  signal.throwIfAborted();
  using subscription = watch.subscribe(reference.job);
  const { namespace, job } = reference;
  if (!(await isSeen(subscription, () => exists(api, namespace, job, signal), signal))) {
    yield lostExit(`The Job ${job} is not in the namespace ${namespace} any more.`);
    return;
  }
  const followed = new Set<string>();
  const starting = createStartTeller();
  for (;;) {
    const view = subscription.view();
    // Each pod once, also one that the controller has put another in the place of.
    const pod = podsInOrder(view).find((one) => !followed.has(uidOf(one)) && hasRun(one, reference.container));
    if (pod !== undefined) {
      followed.add(uidOf(pod));
      yield* followPod({ api, reference, pod, subscription }, signal);
      starting.reset();
      continue;
    }
    const phase = toJobPhase(view, reference.container);
    if (phase.kind === "ended") {
      const exit = await settle(subscription, reference, phase, signal);
      if (exit === null) continue;
      yield exit;
      return;
    }
    if (phase.kind === "starting") {
      const { event, failure, isLong } = starting.tell(phase);
      if (event !== null) yield event;
      if (failure !== null) {
        yield toStartExit(failure);
        return;
      }
      if (isLong) subscription.askEvents();
    }
    await subscription.changed(signal, recheckMilliseconds);
  }
}

/** Says each reason once, and when to give up. */
function createStartTeller() {
  const told = new Set<string>();
  let patience = createStartPatience();
  let since = performance.now();
  return {
    tell({ reason, diagnosis }: Extract<JobPhase, { readonly kind: "starting" }>) {
      const isNew = !told.has(reason);
      told.add(reason);
      const event: InfrastructureEvent = { kind: "starting", timestamp: new Date(), reason };
      const isLong = performance.now() - since > eventsAfterMilliseconds;
      return { event: isNew ? event : null, failure: patience.judge(diagnosis), isLong };
    },
    reset() {
      patience = createStartPatience();
      since = performance.now();
    },
  };
}

/** The exit, once all that will be known of it is; `null` where the controller made another pod. */
async function settle(
  subscription: JobSubscription,
  { container }: JobReference,
  ended: Ended,
  signal: AbortSignal,
): Promise<InfrastructureExit | null> {
  if (ended.certainty === "replaceable") {
    await subscription.changed(signal);
    return null;
  }
  const deadline = performance.now() + settlingMilliseconds;
  let latest = ended;
  while (latest.certainty === "settling") {
    if (!(await subscription.changed(signal, Math.max(0, deadline - performance.now())))) break;
    const phase = toJobPhase(subscription.view(), container);
    if (phase.kind !== "ended") return null;
    latest = phase;
  }
  return latest.exit;
}

function toStartExit({ cause, message, platformReason }: StartDiagnosis): InfrastructureExit {
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause, message, platformReason };
}
