import { PrefectError } from "./prefect-error.ts";

/** The engine said something that the runner does not understand; the two are of different releases, or damaged. */
export class RunnerProtocolError extends PrefectError {
  readonly problem: string;

  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The flow's process broke the runner protocol: ${problem}`, { cause });
    this.problem = problem;
  }
}
