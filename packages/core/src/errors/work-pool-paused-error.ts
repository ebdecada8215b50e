import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A paused work pool starts nothing. */
export class WorkPoolPausedError extends PrefectError {
  readonly workPool: string;

  constructor({ workPool }: { workPool: string }) {
    super(`Work pool '${workPool}' is paused. Resume it with \`${commandLine(`work-pool resume ${workPool}`)}\`.`);
    this.workPool = workPool;
  }
}
