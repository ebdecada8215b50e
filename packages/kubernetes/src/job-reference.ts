import type { InfrastructureReference } from "prefect-core/provider";

/** What is known of a Job in another process than the one that made it. */
export interface JobReference {
  readonly namespace: string;
  readonly job: string;
  /** The container of the flow. */
  readonly container: string;
  /** The run's Secret; `null` where it has none. */
  readonly secret: string | null;
  /** Whether the cluster removes the Secret with the Job, as far as is known. */
  readonly isSecretOwned: boolean;
  /** The context of the kubeconfig that names the cluster; `null`: the launcher's own cluster. */
  readonly context: string | null;
  /** Whether the ended Job stays until the cluster removes it. */
  readonly isKept: boolean;
}

/** Prefect's `infrastructure_pid` is the namespace and the name of the Job. */
export function toJobReference(reference: JobReference): InfrastructureReference {
  return {
    type: "kubernetes",
    infrastructurePid: `${reference.namespace}:${reference.job}`,
    details: { ...reference },
  };
}

export function fromJobReference({ details }: InfrastructureReference): JobReference {
  const text = (key: string): string | null => {
    const value = details[key];
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    namespace: text("namespace") ?? "default",
    job: text("job") ?? "",
    container: text("container") ?? "prefect-job",
    secret: text("secret"),
    isSecretOwned: details["isSecretOwned"] !== false,
    context: text("context"),
    isKept: details["isKept"] === true,
  };
}
