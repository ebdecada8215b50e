import { PrefectError } from "./prefect-error.ts";

/** One entry of `includeFiles`, or one file that it matches, that is refused. */
export interface IncludeFilesProblem {
  readonly errorType: string;
  readonly inputPath: string;
  readonly message: string;
  readonly suggestion: string;
}

/** Files that a flow wants to take along are missing or refused. */
export class IncludeFilesError extends PrefectError {
  readonly flowName: string;
  /** What the patterns are relative to: the flow's directory. */
  readonly directory: string;
  readonly problems: readonly IncludeFilesProblem[];

  constructor(fields: { flowName: string; directory: string; problems: readonly IncludeFilesProblem[] }) {
    const { flowName, directory, problems } = fields;
    super(
      `includeFiles of flow '${flowName}', relative to ${directory}:` +
        problems.map(({ inputPath, message, suggestion }) => `\n  '${inputPath}' ${message}; ${suggestion}.`).join(""),
    );
    this.flowName = flowName;
    this.directory = directory;
    this.problems = problems;
  }
}
