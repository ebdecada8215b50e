import { PrefectError } from "./prefect-error.ts";

/** The Node.js that loads this package is older than the package needs. */
export class UnsupportedNodeError extends PrefectError {
  readonly minimumVersion: string;
  readonly nodeVersion: string;

  constructor({ minimumVersion, nodeVersion }: { minimumVersion: string; nodeVersion: string }) {
    super(`prefect-core needs Node.js ${minimumVersion} or newer; this is ${nodeVersion}.`);
    this.minimumVersion = minimumVersion;
    this.nodeVersion = nodeVersion;
  }
}
