import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A work pool was named that the control plane does not have. */
export class WorkPoolNotFoundError extends PrefectError {
  readonly workPool: string;

  constructor({ workPool, type }: { workPool: string; type: string }) {
    super(
      `Work pool '${workPool}' was not found. Create it with \`${commandLine(`work-pool create ${workPool} --type ${type}`)}\`.`,
    );
    this.workPool = workPool;
  }
}
