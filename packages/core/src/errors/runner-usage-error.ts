import { PrefectError } from "./prefect-error.ts";

/** The runner was started with arguments or environment variables that it cannot use. */
export class RunnerUsageError extends PrefectError {
  readonly problem: string;

  constructor({ problem }: { problem: string }) {
    super(
      `${problem}\nUsage: runner.mjs execute --storage-module MODULE --ARGUMENT VALUE ..., ` +
        "with PREFECT__FLOW_RUN_ID in the environment.",
    );
    this.problem = problem;
  }
}
