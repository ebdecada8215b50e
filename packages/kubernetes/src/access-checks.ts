import type { AccessCheck } from "prefect-core/provider";
import { acrossDrops } from "./cluster-patience.ts";
import type { AccessQuestion, KubernetesApi } from "./kubernetes-api.ts";

type Need = Omit<AccessQuestion, "namespace" | "subresource"> &
  Pick<AccessCheck, "purpose" | "isOptional"> & { readonly subresource?: string };

/** What runs need of a cluster, and the Role of docs/kubernetes.md gives. */
export const accessNeeds: readonly Need[] = [
  { verb: "create", group: "batch", resource: "jobs", purpose: "start runs" },
  { verb: "get", group: "batch", resource: "jobs", purpose: "find a run again" },
  { verb: "list", group: "batch", resource: "jobs", purpose: "supervise runs" },
  { verb: "watch", group: "batch", resource: "jobs", purpose: "supervise runs" },
  { verb: "delete", group: "batch", resource: "jobs", purpose: "cancel runs and remove what is left of them" },
  { verb: "list", group: "", resource: "pods", purpose: "supervise runs" },
  { verb: "watch", group: "", resource: "pods", purpose: "supervise runs" },
  { verb: "get", group: "", resource: "pods", subresource: "log", purpose: "show the output of runs" },
  {
    verb: "delete",
    group: "",
    resource: "pods",
    purpose: "cancel runs with less than their usual grace",
    isOptional: true,
  },
  { verb: "list", group: "", resource: "events", purpose: "say why a run does not start", isOptional: true },
  { verb: "create", group: "", resource: "secrets", purpose: "hand secrets to runs", isOptional: true },
  { verb: "patch", group: "", resource: "secrets", purpose: "have secrets removed with their run", isOptional: true },
  { verb: "delete", group: "", resource: "secrets", purpose: "remove secrets with their run", isOptional: true },
];

/** Asks the cluster about each, in its own words. */
export async function checkAccess(api: KubernetesApi, namespace: string): Promise<readonly AccessCheck[]> {
  return Promise.all(
    accessNeeds.map(async ({ verb, group, resource, subresource, purpose, isOptional }): Promise<AccessCheck> => {
      const question = { verb, group, resource, namespace, ...(subresource === undefined ? {} : { subresource }) };
      const { isAllowed, reason } = await acrossDrops(() => api.mayI(question));
      const kind = `${resource}${subresource === undefined ? "" : `/${subresource}`}${group === "" ? "" : `.${group}`}`;
      return {
        purpose,
        permission: `${verb} ${kind} in the namespace ${namespace}`,
        isAllowed,
        ...(isOptional === undefined ? {} : { isOptional }),
        ...(reason === "" ? {} : { reason }),
      };
    }),
  );
}
