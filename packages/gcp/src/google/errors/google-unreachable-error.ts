import { InfrastructureUnreachableError } from "prefect-core/provider";

/** A service of Google Cloud does not answer, or no credentials for it were found. What runs there goes on. */
export class GoogleUnreachableError extends InfrastructureUnreachableError {
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
    readonly endpoint: string;
    readonly problem: string;
    readonly isPassing: boolean;
    readonly hint: string;
    readonly cause?: unknown;
  }) {
    super(`Google Cloud cannot be used at ${endpoint}: ${problem}. ${hint}`, { cause });
    this.endpoint = endpoint;
    this.isPassing = isPassing;
  }
}
