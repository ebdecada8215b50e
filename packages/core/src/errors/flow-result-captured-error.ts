import { PrefectError } from "./prefect-error.ts";

/** A flow uses a variable that holds what another flow returned; computing it again would run that flow again. */
export class FlowResultCapturedError extends PrefectError {
  readonly flowName: string;
  readonly file: string;
  readonly line: number;
  readonly names: readonly string[];

  constructor(fields: { flowName: string; file: string; line: number; names: readonly string[] }) {
    const { flowName, file, line, names } = fields;
    const list = names.map((name) => `'${name}'`).join(", ");
    super(
      `Flow '${flowName}' uses ${list} (${file}:${line}), which is computed by running a flow. ` +
        `Pass it to '${flowName}' as a parameter instead.`,
    );
    this.flowName = flowName;
    this.file = file;
    this.line = line;
    this.names = names;
  }
}
