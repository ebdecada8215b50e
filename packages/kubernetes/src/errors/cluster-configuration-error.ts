import { PrefectError } from "prefect-core/provider";

/** What says which cluster to use cannot be used. */
export class ClusterConfigurationError extends PrefectError {
  /** The file, variable or block that says it. */
  readonly source: string;

  constructor({ source, problem, cause }: { source: string; problem: string; cause?: unknown }) {
    super(
      `No Kubernetes cluster can be found by ${source}: ${problem}. Correct it, name another kubeconfig with KUBECONFIG, ` +
        "or another context with the option `context` (`kubectl config get-contexts` shows them).",
      { cause },
    );
    this.source = source;
  }
}
