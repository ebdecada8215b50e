import { PrefectError } from "./prefect-error.ts";

/** A job variable whose dotted name does not lead anywhere. */
export class JobVariableError extends PrefectError {
  readonly variable: string;

  constructor({ variable, reason }: { variable: string; reason: string }) {
    super(`The job variable '${variable}' cannot be set: ${reason}. Correct the flow's \`jobVariables\`.`);
    this.variable = variable;
  }
}
