import { PrefectError } from "./prefect-error.ts";

/** The runner that is delivered into containers is missing from the package. */
export class RunnerNotBuiltError extends PrefectError {
  readonly path: string;

  constructor({ path, cause }: { path: string; cause: unknown }) {
    super(
      `The runner that executes flow runs in containers cannot be read from ${path}. ` +
        "In a clone of the repository run 'pnpm --filter prefect-core build'; elsewhere install prefect-core again.",
      { cause },
    );
    this.path = path;
  }
}
