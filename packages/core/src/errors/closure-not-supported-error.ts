import { PrefectError } from "./prefect-error.ts";

/** A variable that a flow takes from a function or block around it. */
export interface CapturedVariable {
  /** The variable, or the part of what it holds: `db.pool`. */
  readonly name: string;
  /** Where the flow uses it. */
  readonly line: number;
  /** Why it cannot be sent. */
  readonly reason: string;
}

/** A flow captured something that cannot be sent to another process. Nothing was created. */
export class ClosureNotSupportedError extends PrefectError {
  readonly flowName: string;
  readonly file: string;
  readonly variables: readonly CapturedVariable[];

  constructor(fields: { flowName: string; file: string; line: number; variables: readonly CapturedVariable[] }) {
    const { flowName, file, line, variables } = fields;
    const list = variables.map((variable) => `'${variable.name}' (line ${variable.line}): ${variable.reason}`);
    super(
      `Flow '${flowName}' at ${file}:${line} captured what cannot be sent to another process: ${list.join("; ")}. ` +
        "Pass data as parameters, and make connections and the like inside the flow.",
    );
    this.flowName = flowName;
    this.file = file;
    this.variables = variables;
  }
}
