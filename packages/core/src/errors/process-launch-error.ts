import { PrefectError } from "./prefect-error.ts";

/** A local process could not be started. */
export class ProcessLaunchError extends PrefectError {
  readonly flowRunId: string;
  /** Where the process would have left its output. */
  readonly directory: string;

  constructor(fields: { flowRunId: string; directory: string; reason: string; mend: string; cause?: unknown }) {
    const { flowRunId, directory, reason, mend, cause } = fields;
    super(`The process of flow run ${flowRunId} could not be started: ${reason}. ${mend}`, { cause });
    this.flowRunId = flowRunId;
    this.directory = directory;
  }
}
