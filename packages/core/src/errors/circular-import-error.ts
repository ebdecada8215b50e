import { PrefectError } from "./prefect-error.ts";

/** A module that a flow uses imports the file that defines the flow. */
export class CircularImportError extends PrefectError {
  readonly flowName: string;
  /** The file that defines the flow. */
  readonly file: string;
  /** The module that imports it back. */
  readonly importer: string;

  constructor(fields: { flowName: string; file: string; importer: string; name: string | null }) {
    const { flowName, file, importer, name } = fields;
    const what = name === null ? "" : `'${name}' from `;
    super(
      `Circular import: flow '${flowName}' in ${file} uses ${importer}, which imports ${what}${file} again. ` +
        `Only the flow and what it uses are sent, not the rest of its file. Move ${name === null ? "what both use" : `'${name}'`} ` +
        "into a module of its own and import it in both.",
    );
    this.flowName = flowName;
    this.file = file;
    this.importer = importer;
  }
}
