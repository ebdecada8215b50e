import { PrefectError } from "./prefect-error.ts";

/** The Node.js where a flow is to run is older than its code needs. */
export class NodeTooOldError extends PrefectError {
  readonly minimumNodeMajor: number;
  readonly nodeVersion: string;

  constructor({ minimumNodeMajor, nodeVersion }: { minimumNodeMajor: number; nodeVersion: string }) {
    super(
      `The flow needs Node.js ${String(minimumNodeMajor)} or newer, but it was started on ${nodeVersion}. ` +
        "Choose an image with a newer Node.js in the work pool or the decorator.",
    );
    this.minimumNodeMajor = minimumNodeMajor;
    this.nodeVersion = nodeVersion;
  }
}
