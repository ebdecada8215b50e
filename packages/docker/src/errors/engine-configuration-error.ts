import { PrefectError } from "prefect-core/provider";

/** What says where the Docker engine is cannot be used. */
export class EngineConfigurationError extends PrefectError {
  /** The variable or file that says it. */
  readonly source: string;

  constructor({ source, problem, cause }: { source: string; problem: string; cause?: unknown }) {
    super(`The Docker engine cannot be found by ${source}: ${problem}. Correct it, or set DOCKER_HOST.`, { cause });
    this.source = source;
  }
}
