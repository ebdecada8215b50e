import { PrefectError } from "./prefect-error.ts";

/** A runner cannot open a storage: it lacks the module that does, or the credentials that it needs. */
export class RunnerStorageError extends PrefectError {
  /** The step module: `prefect_aws.bundles`. */
  readonly module: string;
  readonly problem: string;

  constructor({ module, problem, mend, cause }: { module: string; problem: string; mend: string; cause?: unknown }) {
    super(`Storage of "${module}" cannot be opened: ${problem}. ${mend}`, cause === undefined ? {} : { cause });
    this.module = module;
    this.problem = problem;
  }
}
