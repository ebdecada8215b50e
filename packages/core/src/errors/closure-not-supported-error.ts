import { PrefectError } from "./prefect-error.ts";

/** A variable that a flow takes from a function or block around it. */
export interface CapturedVariable {
  readonly name: string;
  /** Where the flow uses it. */
  readonly line: number;
}

/** A flow uses local variables of the code around it, which do not travel with its code. */
export class ClosureNotSupportedError extends PrefectError {
  readonly flowName: string;
  readonly file: string;
  readonly variables: readonly CapturedVariable[];

  constructor(fields: { flowName: string; file: string; line: number; variables: readonly CapturedVariable[] }) {
    const { flowName, file, line, variables } = fields;
    const list = variables.map((variable) => `'${variable.name}' (line ${variable.line})`).join(", ");
    super(
      `Flow '${flowName}' at ${file}:${line} uses local variables of the code around it: ${list}. ` +
        "They cannot be sent to another process. Pass them as parameters, or move them and the flow to the top level of the file.",
    );
    this.flowName = flowName;
    this.file = file;
    this.variables = variables;
  }
}
