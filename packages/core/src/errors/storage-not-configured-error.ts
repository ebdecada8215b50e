import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The work pool's platform needs storage that both sides reach, and the pool has none. */
export class StorageNotConfiguredError extends PrefectError {
  readonly workPool: string;

  constructor({ workPool }: { workPool: string }) {
    super(
      `Storage is not configured for work pool '${workPool}'. ` +
        `Configure it with \`${commandLine(`work-pool storage configure local ${workPool}`)}\`.`,
    );
    this.workPool = workPool;
  }
}
