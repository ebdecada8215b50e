import { InfrastructureUnreachableError } from "prefect-core/provider";

/** Azure Resource Manager does not answer, or no credentials for it were found. What runs there goes on. */
export class AzureUnreachableError extends InfrastructureUnreachableError {
  readonly endpoint: string;
  /** Whether asking again may help: no connection was refused, and credentials are not the reason. */
  readonly isPassing: boolean;

  constructor({
    endpoint,
    problem,
    isPassing,
    hint,
    cause,
  }: {
    endpoint: string;
    problem: string;
    isPassing: boolean;
    hint: string;
    cause?: unknown;
  }) {
    super(`Azure Resource Manager cannot be used at ${endpoint}: ${problem}. ${hint}`, { cause });
    this.endpoint = endpoint;
    this.isPassing = isPassing;
  }
}
