import type { FoundInfrastructure } from "prefect-core/provider";
import { KEPT_LABEL, toFoundInfrastructure } from "prefect-core/provider";
import type { Job, Pod } from "./cluster-objects.ts";
import { patiently } from "./cluster-patience.ts";
import type { JobReference } from "./job-reference.ts";
import { toJobReference } from "./job-reference.ts";
import { jobOf } from "./job-view.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { toLabels } from "./label-syntax.ts";
import { toJobPhase } from "./map-kubernetes-status.ts";
import { containerAnnotation, expiryAnnotation, runLabel, secretAnnotation } from "./run-labels.ts";

/** The Jobs of a namespace that bear all the labels, ended or not. */
export async function findJobs(
  api: KubernetesApi,
  { namespace, context }: { readonly namespace: string; readonly context: string | null },
  labels: Readonly<Record<string, string>>,
): Promise<readonly FoundInfrastructure[]> {
  const selector = [runLabel, ...Object.entries(toLabels(labels)).map(([name, value]) => `${name}=${value}`)].join(",");
  const [jobs, pods] = await Promise.all([
    patiently(() => api.list<Job>("jobs", namespace, selector)),
    patiently(() => api.list<Pod>("pods", namespace, selector)),
  ]);
  return jobs.items.map((job) => {
    const reference = referenceTo(job, { namespace, context });
    const own = pods.items.filter((pod) => jobOf(pod) === job.metadata.name);
    const view = { job, isDeleted: false, pods: own.map((pod) => ({ pod, isDeleted: false })), events: [] };
    const isRunning = toJobPhase(view, reference.container).kind === "running";
    return toFoundInfrastructure({ reference: toJobReference(reference), isRunning }, (label) =>
      label === expiryAnnotation ? job.metadata.annotations?.[label] : job.metadata.labels?.[label],
    );
  });
}

/** A Job says of itself what another process needs to know. */
export function referenceTo(
  { metadata: { name, annotations = {}, labels = {} } }: Job,
  { namespace, context }: { readonly namespace: string; readonly context: string | null },
  isSecretOwned = true,
): JobReference {
  return {
    namespace,
    job: name,
    container: annotations[containerAnnotation] ?? "prefect-job",
    secret: annotations[secretAnnotation] ?? null,
    isSecretOwned,
    context,
    isKept: labels[KEPT_LABEL] === "true",
  };
}
