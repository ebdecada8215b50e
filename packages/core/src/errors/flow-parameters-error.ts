import { PrefectError } from "./prefect-error.ts";

export interface ParameterIssue {
  /** Below `parameters`: `.db.hosts[0]`; empty for the parameters as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The arguments of a call do not fit what the flow's `parameters` schema describes. */
export class FlowParametersError extends PrefectError {
  readonly flowName: string;
  readonly issues: readonly ParameterIssue[];

  constructor({ flowName, issues }: { readonly flowName: string; readonly issues: readonly ParameterIssue[] }) {
    const lines = issues.map(({ path, message }) => `  parameters${path}: ${message}`);
    super(`The parameters of flow '${flowName}' do not fit its schema:\n${lines.join("\n")}`);
    this.flowName = flowName;
    this.issues = issues;
  }
}
