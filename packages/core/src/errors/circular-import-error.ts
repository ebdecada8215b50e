import { PrefectError } from "./prefect-error.ts";

/** A module that a flow uses imports the whole file that defines the flow, or what that does not export by name. */
export class CircularImportError extends PrefectError {
  readonly flowName: string;
  /** The file that defines the flow. */
  readonly file: string;
  /** The module that imports it back. */
  readonly importer: string;
  /** What it imports of that file; empty where it imports the whole of it. */
  readonly names: readonly string[];

  constructor(fields: { flowName: string; file: string; importer: string; names: readonly string[] }) {
    const { flowName, file, importer, names } = fields;
    const list = names.map((name) => `'${name}'`).join(", ");
    super(
      `Circular import: flow '${flowName}' in ${file} uses ${importer}, which imports ${list === "" ? "" : `${list} from `}${file} again. ` +
        `Only the flow and what it uses are sent, not the rest of its file. Move ${list || "what both use"} ` +
        "into a module of its own and import it in both.",
    );
    this.flowName = flowName;
    this.file = file;
    this.importer = importer;
    this.names = names;
  }
}
