import { patiently } from "./cluster-patience.ts";
import { isNotFound } from "./errors/kubernetes-api-error.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import type { JobSubscription } from "./namespace-watch.ts";

/** A Job that was just made is told of within this time, and one that is not is asked for after it. */
const unseenMilliseconds = 1000;

/** Waits until the watch has told of a Job; `false` where the cluster says that there is none. */
export async function isSeen(
  subscription: JobSubscription,
  exists: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  for (;;) {
    const { job, pods } = subscription.view();
    if (subscription.isListed() && (job !== null || pods.length > 0)) return true;
    const isNews = await subscription.changed(signal, unseenMilliseconds);
    if (!isNews && subscription.isListed() && !(await exists())) return false;
  }
}

export async function exists(
  api: KubernetesApi,
  namespace: string,
  job: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await patiently(() => api.readJob(namespace, job), signal);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
