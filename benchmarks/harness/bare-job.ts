import type { Job } from "../../packages/kubernetes/src/cluster-objects.ts";
import { jsonLines } from "../../packages/kubernetes/src/json-lines.ts";
import { createKubernetesApi, type KubernetesApi } from "../../packages/kubernetes/src/kubernetes-api.ts";
import { connectToCluster } from "../../packages/kubernetes/src/kubernetes-client.ts";

const namespace = "default";
const label = "prefect-benchmark";

/** The cluster of `KUBECONFIG`. */
export async function openApi(): Promise<KubernetesApi> {
  return createKubernetesApi(await connectToCluster({ kind: "own", context: null }));
}

/** Creates a Job, waits until it is complete, and removes it; resolves with the time until it was complete. */
export async function runBareJob(api: KubernetesApi, name: string, image: string): Promise<number> {
  const startedAt = performance.now();
  const created = await api.createJob(namespace, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels: { [label]: name } },
    spec: {
      backoffLimit: 0,
      template: {
        spec: { restartPolicy: "Never", containers: [{ name: "main", image, command: ["node", "-e", ""] }] },
      },
    },
  });
  const left = new AbortController();
  const resourceVersion = created.metadata.resourceVersion ?? "";
  const watch = { selector: `${label}=${name}`, resourceVersion, signal: left.signal };
  try {
    for await (const event of jsonLines<{ readonly object: Job }>(await api.watch("jobs", namespace, watch))) {
      const conditions = event.object.status?.conditions ?? [];
      if (conditions.some(({ type, status }) => type === "Complete" && status === "True")) break;
    }
  } finally {
    left.abort();
  }
  const milliseconds = performance.now() - startedAt;
  await api.deleteJob(namespace, name, "Background");
  return milliseconds;
}
