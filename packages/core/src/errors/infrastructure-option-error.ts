import { PrefectError } from "./prefect-error.ts";

/** An option of an infrastructure decorator that cannot be meant. Thrown where the decorator is called. */
export class InfrastructureOptionError extends PrefectError {
  readonly infrastructureType: string;
  readonly option: string;

  constructor(fields: {
    readonly infrastructureType: string;
    readonly option: string;
    readonly reason: string;
    /** A sentence that follows, with a space before it. */
    readonly hint?: string;
  }) {
    const { infrastructureType, option, reason, hint = "" } = fields;
    super(`The option ${option} of '${infrastructureType}' infrastructure ${reason}.${hint}`);
    this.infrastructureType = infrastructureType;
    this.option = option;
  }
}
