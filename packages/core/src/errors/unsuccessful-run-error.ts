import { hideOwnFrames } from "./own-frames.ts";
import { PrefectError } from "./prefect-error.ts";

interface UnsuccessfulRun {
  readonly flowRunId: string;
  readonly message: string | null;
}

/** A run ended without a result and without an error value that could be rebuilt here. */
export class UnsuccessfulRunError extends PrefectError {
  readonly flowRunId: string;

  constructor({ flowRunId, message }: UnsuccessfulRun, otherwise: string) {
    super(message ?? otherwise);
    this.flowRunId = flowRunId;
    hideOwnFrames(this);
  }
}

export class FailedRunError extends UnsuccessfulRunError {
  constructor(run: UnsuccessfulRun) {
    super(run, "Run failed.");
  }
}

export class CrashedRunError extends UnsuccessfulRunError {
  constructor(run: UnsuccessfulRun) {
    super(run, "Run crashed.");
  }
}

export class CancelledRunError extends UnsuccessfulRunError {
  constructor(run: UnsuccessfulRun) {
    super(run, "Run cancelled.");
  }
}
