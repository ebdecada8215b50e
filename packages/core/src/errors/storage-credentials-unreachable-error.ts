import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The credentials that a run's storage needs cannot be brought to its infrastructure. Thrown before the run exists. */
export class StorageCredentialsUnreachableError extends PrefectError {
  readonly workPool: string;
  /** The type of infrastructure. */
  readonly infrastructureType: string;
  /** `aws-credentials/my-creds`. */
  readonly block: string;

  constructor({
    workPool,
    infrastructureType,
    block,
  }: Pick<StorageCredentialsUnreachableError, "workPool" | "infrastructureType" | "block">) {
    super(
      `Storage of work pool '${workPool}' needs the block '${block}', which cannot be brought to '${infrastructureType}' ` +
        "infrastructure: it takes no secrets of a single run, and its job has no API with a key from a secret. " +
        "Let the infrastructure's own identity reach the storage and configure it without a credentials block " +
        `(\`${commandLine("work-pool storage configure --help")}\`), or give the job one of what docs/security.md lists.`,
    );
    this.workPool = workPool;
    this.infrastructureType = infrastructureType;
    this.block = block;
  }
}
