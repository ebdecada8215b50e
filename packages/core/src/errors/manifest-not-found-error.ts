import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A runner found no attempt of the run that it could execute. */
export class ManifestNotFoundError extends PrefectError {
  readonly flowRunId: string;
  readonly attempt: number | null;

  constructor({ flowRunId, attempt, storage }: { flowRunId: string; attempt: number | null; storage: string }) {
    const what = attempt === null ? "no attempt without an outcome" : `no manifest of attempt ${String(attempt)}`;
    super(
      `Flow run ${flowRunId} has ${what} in ${storage}. Check that the work pool's storage is the one that the run was ` +
        `submitted to: ${commandLine("work-pool storage inspect NAME")}`,
    );
    this.flowRunId = flowRunId;
    this.attempt = attempt;
  }
}
