import { PrefectError } from "./prefect-error.ts";

/** An option of an infrastructure decorator that cannot be meant. Thrown where the decorator is called. */
export class InfrastructureOptionError extends PrefectError {
  readonly infrastructureType: string;
  readonly option: string;

  constructor({ infrastructureType, option, reason }: { infrastructureType: string; option: string; reason: string }) {
    super(`The option ${option} of '${infrastructureType}' infrastructure ${reason}.`);
    this.infrastructureType = infrastructureType;
    this.option = option;
  }
}
