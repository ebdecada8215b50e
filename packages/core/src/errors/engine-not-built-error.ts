import { PrefectError } from "./prefect-error.ts";

/** The engine that runs flows in other processes is missing from the package. */
export class EngineNotBuiltError extends PrefectError {
  readonly path: string;

  constructor({ path, cause }: { path: string; cause: unknown }) {
    super(
      `The engine that runs flows in other processes cannot be read from ${path}. ` +
        "In a clone of the repository run 'pnpm --filter prefect-core build'; elsewhere install prefect-core again.",
      { cause },
    );
    this.path = path;
  }
}
