import { patiently } from "./cluster-patience.ts";
import type { Pod } from "./cluster-objects.ts";
import { isNotFound, KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import type { JobReference } from "./job-reference.ts";
import { exists, isSeen } from "./job-presence.ts";
import type { JobView } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { toJobPhase } from "./map-kubernetes-status.ts";
import type { NamespaceWatch } from "./namespace-watch.ts";

const usualGraceSeconds = 30;
const recheckMilliseconds = 5000;

/**
 * Deletes a Job that has not ended, in the foreground: its pods are asked to end, ended by force after the grace, and the
 * Job is gone after them. Resolves once it is. One that has ended stays for its clean-up.
 */
export async function endJob(
  api: KubernetesApi,
  watch: NamespaceWatch,
  { namespace, job: name, container }: JobReference,
  graceSeconds: number,
): Promise<void> {
  const signal = new AbortController().signal;
  using subscription = watch.subscribe(name);
  if (!(await isSeen(subscription, () => exists(api, namespace, name), signal))) return;
  if (hasEnded(subscription.view(), container)) return;
  await unlessGone(() => patiently(() => api.deleteJob(namespace, name, "Foreground")));
  const hurried = new Set<string>();
  for (;;) {
    const { pods, isDeleted } = subscription.view();
    if (isDeleted) return;
    for (const { pod } of pods.filter((seen) => !seen.isDeleted)) {
      const { name: podName } = pod.metadata;
      if (hurried.has(podName) || graceSeconds >= graceOf(pod)) continue;
      hurried.add(podName);
      await hurry(api, namespace, podName, graceSeconds);
    }
    const isNews = await subscription.changed(signal, recheckMilliseconds);
    if (!isNews && !(await exists(api, namespace, name))) return;
  }
}

/**
 * What an ended Job left. Its Secret goes with it, and is removed by itself where that is not known, or the Job is gone or
 * never was. A Job whose keeping was asked for stays until the cluster removes it; a Secret that it does not own does not.
 */
export async function removeJob(api: KubernetesApi, reference: JobReference): Promise<void> {
  const { namespace, job, secret, isSecretOwned, isKept } = reference;
  const isThere = isKept || (await unlessGone(() => patiently(() => api.deleteJob(namespace, job, "Background"))));
  if (secret === null || (isThere && isSecretOwned)) return;
  await unlessGone(() => patiently(() => api.deleteSecret(namespace, secret)));
}

function hasEnded(view: JobView, container: string): boolean {
  const phase = toJobPhase(view, container);
  return phase.kind === "ended" && phase.certainty !== "replaceable";
}

function graceOf({ spec }: Pod): number {
  return spec?.terminationGracePeriodSeconds ?? usualGraceSeconds;
}

/** The deletion of a Job gives its pods the grace that they were made with; less can be said for each pod alone. */
async function hurry(api: KubernetesApi, namespace: string, pod: string, graceSeconds: number): Promise<void> {
  try {
    await unlessGone(() => patiently(() => api.deletePod(namespace, pod, graceSeconds)));
  } catch (error) {
    // Without the permission the pod has the longer grace.
    if (!KubernetesApiError.isInstance(error) || error.statusCode !== 403) throw error;
  }
}

/** Whether it was there. */
async function unlessGone(operation: () => Promise<void>): Promise<boolean> {
  try {
    await operation();
    return true;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return false;
  }
}
