import { PrefectError } from "prefect-core/provider";

/** No Docker engine answers where one is expected. */
export class EngineUnreachableError extends PrefectError {
  /** `unix:///var/run/docker.sock`, `tcp://...` or `ssh://...` */
  readonly host: string;

  constructor({ host, problem, cause }: { host: string; problem: string; cause?: unknown }) {
    super(
      `No Docker engine answers at ${host}: ${problem}. Start it, or name another one with DOCKER_HOST or with ` +
        "`docker context use NAME` (`docker context ls` shows them).",
      { cause },
    );
    this.host = host;
  }
}
