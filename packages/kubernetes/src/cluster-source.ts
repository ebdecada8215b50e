import type { JsonObject } from "prefect-core/provider";

/** Where a cluster is described: a context of the process's own configuration, or a kubeconfig of a block. */
export type ClusterSource =
  | {
      readonly kind: "own";
      /** `null`: the cluster that the process runs in, else the kubeconfig's current context. */
      readonly context: string | null;
    }
  | { readonly kind: "block"; readonly kubeconfig: JsonObject; readonly context: string };

/** What tells two sources apart. */
export function clusterSourceKey(source: ClusterSource): string {
  return source.kind === "own"
    ? `context ${source.context ?? ""}`
    : `block ${source.context} ${JSON.stringify(source.kubeconfig)}`;
}
