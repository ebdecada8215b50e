import { commandLine } from "prefect-core/provider";
import { KubernetesApiError } from "./kubernetes-api-error.ts";

/** The credentials are not known to the cluster, or may not do what runs need. */
export class KubernetesAccessError extends KubernetesApiError {
  constructor(fields: { operation: string; statusCode: number; reason: string; detail: string }) {
    const hint =
      fields.statusCode === 401
        ? " Renew the credentials of the kubeconfig (`kubectl auth whoami` shows whether they hold)."
        : ` Bind the Role of docs/kubernetes.md to them; \`${commandLine("work-pool check NAME")}\` names every verb that is missing.`;
    super({ ...fields, hint });
  }
}
