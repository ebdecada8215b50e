import { patiently } from "./cluster-patience.ts";
import type { Job, Pod } from "./cluster-objects.ts";
import { isNotFound, KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import type { JobReference } from "./job-reference.ts";
import { trueCondition } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
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
  { namespace, job: name }: JobReference,
  graceSeconds: number,
): Promise<void> {
  const job = await read(api, namespace, name);
  if (job === null || hasEnded(job)) return;
  using subscription = watch.subscribe(name);
  if (job.metadata.deletionTimestamp === undefined) {
    await unlessGone(() => patiently(() => api.deleteJob(namespace, name, "Foreground")));
  }
  const signal = new AbortController().signal;
  const hurried = new Set<string>();
  for (;;) {
    const { pods, isDeleted } = subscription.view();
    for (const { pod } of pods.filter((seen) => !seen.isDeleted)) {
      const { name: podName } = pod.metadata;
      if (hurried.has(podName) || graceSeconds >= graceOf(pod)) continue;
      hurried.add(podName);
      await hurry(api, namespace, podName, graceSeconds);
    }
    if (isDeleted) return;
    const isNews = await subscription.changed(signal, recheckMilliseconds);
    if (!isNews && (await read(api, namespace, name)) === null) return;
  }
}

/** What an ended Job left, with its Secret. One whose keeping was asked for stays until the cluster removes it. */
export async function removeJob(api: KubernetesApi, { namespace, job, secret, isKept }: JobReference): Promise<void> {
  if (isKept) return;
  await unlessGone(() => patiently(() => api.deleteJob(namespace, job, "Background")));
  if (secret !== null) await unlessGone(() => patiently(() => api.deleteSecret(namespace, secret)));
}

export function hasEnded({ status }: Job): boolean {
  return trueCondition(status?.conditions, "Complete", "Failed") !== null;
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

async function read(api: KubernetesApi, namespace: string, name: string): Promise<Job | null> {
  try {
    return await patiently(() => api.readJob(namespace, name));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function unlessGone(operation: () => Promise<void>): Promise<void> {
  try {
    await operation();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
