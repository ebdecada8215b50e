import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The storage configuration of a work pool is not one that Prefect's command line, or ours, writes. */
export class StorageStepError extends PrefectError {
  readonly workPool: string;

  constructor({ workPool, problem }: { workPool: string; problem: string }) {
    super(
      `The storage configuration of work pool '${workPool}' cannot be used: ${problem}. ` +
        `Look at it with \`${commandLine(`work-pool storage inspect ${workPool}`)}\`.`,
    );
    this.workPool = workPool;
  }
}
