import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A rendered job configuration holds something that its platform cannot take. */
export class JobConfigurationError extends PrefectError {
  /** The infrastructure type: `process`, `docker`, ... */
  readonly infrastructureType: string;
  readonly key: string;

  constructor({ infrastructureType, key, reason }: { infrastructureType: string; key: string; reason: string }) {
    super(
      `The '${infrastructureType}' job configuration is not valid: '${key}' ${reason}. Correct the flow's options or ` +
        `the work pool's base job template (${commandLine("work-pool inspect NAME")} shows it).`,
    );
    this.infrastructureType = infrastructureType;
    this.key = key;
  }
}
