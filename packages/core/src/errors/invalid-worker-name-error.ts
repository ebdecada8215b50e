import { PrefectError } from "./prefect-error.ts";

/** A worker's name becomes part of addresses of the API. */
export class InvalidWorkerNameError extends PrefectError {
  readonly workerName: string;

  constructor({ workerName }: { workerName: string }) {
    super(`Worker name cannot be empty or contain '/' or '%', as '${workerName}' does. Give another one with --name.`);
    this.workerName = workerName;
  }
}
