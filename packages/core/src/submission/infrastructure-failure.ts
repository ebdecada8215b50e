import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import {
  CommandNotFoundError,
  ImagePullError,
  InfrastructureError,
  InfrastructureExitedError,
  InfrastructureLostError,
  InfrastructureSignalledError,
  OutOfMemoryError,
  StartFailedError,
  type InfrastructureFailure,
} from "../errors/infrastructure-error.ts";

/** The error class of each cause. */
export function toInfrastructureError(
  infrastructure: NonNullable<Outcome["infrastructure"]>,
  flowRunId: string,
  logTail: readonly string[],
): InfrastructureError {
  const failure: InfrastructureFailure = {
    flowRunId,
    exitCode: infrastructure.exitCode,
    message: infrastructure.message,
    logTail,
  };
  switch (infrastructure.cause) {
    case "exited":
      return new InfrastructureExitedError(failure);
    case "signal":
      return new InfrastructureSignalledError(failure);
    case "out-of-memory":
      return new OutOfMemoryError(failure);
    case "command-not-found":
      return new CommandNotFoundError(failure);
    case "image-pull":
      return new ImagePullError(failure);
    case "start-failed":
      return new StartFailedError(failure);
    case "lost":
      return new InfrastructureLostError(failure);
    default:
      return new InfrastructureError(failure, infrastructure.cause, "Its output and the platform's events say more.");
  }
}

/** What is written for an attempt whose infrastructure ended without an outcome of its own. */
export function describeExit(exit: InfrastructureExit): NonNullable<Outcome["infrastructure"]> {
  const code = exit.exitCode === null ? "" : ` (exit code ${exit.exitCode})`;
  return {
    cause: exit.cause,
    exitCode: exit.exitCode,
    message: `The flow run's infrastructure ended before it reported an outcome: ${exit.message}${code}.`,
  };
}
