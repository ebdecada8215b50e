import type { SourcePosition } from "../contracts/definition-site.ts";
import { PrefectError } from "./prefect-error.ts";

/** A flow's code cannot be read back from where the flow was defined, so that it cannot travel to another process. */
export class FlowSourceNotFoundError extends PrefectError {
  readonly flowName: string;
  readonly position: SourcePosition | null;

  constructor(fields: { flowName: string; position: SourcePosition | null; hasFile: boolean }) {
    super(toMessage(fields));
    this.flowName = fields.flowName;
    this.position = fields.position;
  }
}

function toMessage(fields: { flowName: string; position: SourcePosition | null; hasFile: boolean }): string {
  const { flowName, position, hasFile } = fields;
  const where = position === null ? "an unknown place" : `${position.file}:${position.line}:${position.column}`;
  const start = `The code of flow '${flowName}' cannot be sent to another process: it was defined at ${where}`;
  return hasFile
    ? `${start}, where the file on disk has no call that makes a flow. ` +
        "If the file was edited after it was loaded, start the script again; if a tool rewrote it, let that tool write source maps."
    : `${start}, which is not a file. Put the flow into a file and run that, instead of 'node -e', standard input or the REPL.`;
}
