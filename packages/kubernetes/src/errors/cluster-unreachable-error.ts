import { InfrastructureUnreachableError } from "prefect-core/provider";

/** No API server answers where one is expected. What runs on the cluster goes on. */
export class ClusterUnreachableError extends InfrastructureUnreachableError {
  readonly server: string;

  constructor({ server, problem, cause }: { server: string; problem: string; cause?: unknown }) {
    super(
      `No Kubernetes API server answers at ${server}: ${problem}. Check that the cluster runs and can be reached from ` +
        "here (`kubectl cluster-info`), or choose another one with KUBECONFIG or the option `context`.",
      { cause },
    );
    this.server = server;
  }
}
