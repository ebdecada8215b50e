import type { ExitCause } from "../contracts/launcher.ts";
import { hideOwnFrames } from "./own-frames.ts";
import { PrefectError } from "./prefect-error.ts";

export interface InfrastructureFailure {
  readonly flowRunId: string;
  readonly exitCode: number | null;
  /** The platform's own words. */
  readonly message: string;
  /** The last lines of output, oldest first. */
  readonly logTail: readonly string[];
}

/** What the infrastructure, not the flow, did to a run. */
export class InfrastructureError extends PrefectError {
  readonly flowRunId: string;
  readonly exitCause: ExitCause;
  readonly exitCode: number | null;
  readonly logTail: readonly string[];
  /** What to do next. */
  readonly hint: string;

  constructor(failure: InfrastructureFailure, exitCause: ExitCause, hint: string) {
    const tail =
      failure.logTail.length === 0 ? "" : `\nLast output:\n${failure.logTail.map((line) => `  ${line}`).join("\n")}`;
    super(`${failure.message} ${hint}${tail}`);
    this.flowRunId = failure.flowRunId;
    this.exitCause = exitCause;
    this.exitCode = failure.exitCode;
    this.logTail = failure.logTail;
    this.hint = hint;
    hideOwnFrames(this);
  }
}

/** The command ended before it could report an outcome. */
export class InfrastructureExitedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "exited", "Its output above the exit says why; a flow must return or throw, not end its process.");
  }
}

/** The command was ended by a signal from outside. */
export class InfrastructureSignalledError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "signal", "Somebody, or the kernel when memory ran out, ended it: look at the machine's own log.");
  }
}

/** Memory ran out, of the machine or of the JavaScript heap. */
export class OutOfMemoryError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "out-of-memory", "Give it more memory, or have the flow hold less at once.");
  }
}

/** The command to start does not exist or cannot be executed. */
export class CommandNotFoundError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "command-not-found", "Check the `launcher` option and the `command` of the work pool.");
  }
}

/** The infrastructure is gone and nobody saw it end. */
export class InfrastructureLostError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "lost", "The machine may have restarted; run the flow again.");
  }
}

/** The image is not there, or its registry does not give it. */
export class ImagePullError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "image-pull", "Check the image's name and tag, the pull policy and the registry's credentials.");
  }
}

/** The platform made the infrastructure, or refused to, and could not start it. */
export class StartFailedError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(
      failure,
      "start-failed",
      "Correct what the platform complains about, in the flow's options or the work pool.",
    );
  }
}
