import type { ExitCause } from "../contracts/launcher.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import { CapacityError } from "./capacity-error.ts";
import { CommandNotFoundError } from "./command-not-found-error.ts";
import { DeadlineExceededError } from "./deadline-exceeded-error.ts";
import { EvictedError } from "./evicted-error.ts";
import { ImagePullError } from "./image-pull-error.ts";
import { InfrastructureExitedError } from "./infrastructure-exited-error.ts";
import { InfrastructureLostError } from "./infrastructure-lost-error.ts";
import { InfrastructureSignalledError } from "./infrastructure-signalled-error.ts";
import { InfrastructureStoppedError } from "./infrastructure-stopped-error.ts";
import { NodeLostError } from "./node-lost-error.ts";
import { OutOfMemoryError } from "./out-of-memory-error.ts";
import { PreemptedError } from "./preempted-error.ts";
import { RunnerMissingError } from "./runner-missing-error.ts";
import { StartFailedError } from "./start-failed-error.ts";
import { StartTimeoutError } from "./start-timeout-error.ts";
import { UnschedulableError } from "./unschedulable-error.ts";
import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The error class of each cause. */
const errorClasses: Readonly<Record<ExitCause, new (failure: InfrastructureFailure) => InfrastructureError>> = {
  exited: InfrastructureExitedError,
  signal: InfrastructureSignalledError,
  "out-of-memory": OutOfMemoryError,
  "command-not-found": CommandNotFoundError,
  "runner-missing": RunnerMissingError,
  "image-pull": ImagePullError,
  unschedulable: UnschedulableError,
  capacity: CapacityError,
  "start-failed": StartFailedError,
  "start-timeout": StartTimeoutError,
  preempted: PreemptedError,
  evicted: EvictedError,
  deadline: DeadlineExceededError,
  "node-lost": NodeLostError,
  stopped: InfrastructureStoppedError,
  lost: InfrastructureLostError,
};

/** How the infrastructure ended a run, as the error that its caller gets. Pure. */
export function toInfrastructureError(end: InfrastructureEnd, flowRunId: string): InfrastructureError {
  const failure = { ...end, flowRunId, logTail: end.logTail ?? [] };
  const errorClass = errorClasses[end.cause] as (typeof errorClasses)[ExitCause] | undefined;
  // A later release may know causes that this one does not.
  if (errorClass === undefined) return new InfrastructureError(failure, end.cause, "Its output may say more.");
  return new errorClass(failure);
}
