import { KubernetesApiError } from "./kubernetes-api-error.ts";

/** The namespace of a Job does not exist. */
export class NamespaceNotFoundError extends KubernetesApiError {
  readonly namespace: string;

  constructor({
    namespace,
    ...fields
  }: {
    operation: string;
    statusCode: number;
    reason: string;
    detail: string;
    namespace: string;
  }) {
    super({
      ...fields,
      hint: ` Create it (\`kubectl create namespace ${namespace}\`), or name another with the option \`namespace\`.`,
    });
    this.namespace = namespace;
  }
}
