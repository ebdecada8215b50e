import { PrefectError } from "./prefect-error.ts";

/** A flow's code, or what it imports, cannot be built into one module. */
export class BundleBuildError extends PrefectError {
  readonly flowName: string;
  readonly file: string;
  /** One line per problem, with file and line. */
  readonly problems: readonly string[];

  constructor(fields: { flowName: string; file: string; problems: readonly string[]; cause: unknown }) {
    const { flowName, file, problems, cause } = fields;
    super(
      `The code of flow '${flowName}' (${file}) cannot be built into one module:\n` +
        problems.map((problem) => `  ${problem}\n`).join("") +
        "Install what is missing, or remove the import from what the flow reaches.",
      { cause },
    );
    this.flowName = flowName;
    this.file = file;
    this.problems = problems;
  }
}
