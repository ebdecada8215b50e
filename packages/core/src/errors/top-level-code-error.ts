import { PrefectError } from "./prefect-error.ts";

/** Code at the top level of a module, which a flow uses, failed when the flow's process loaded it. */
export class TopLevelCodeError extends PrefectError {
  readonly flowName: string;

  constructor({ flowName, problem, cause }: { flowName: string; problem: string; cause: unknown }) {
    super(
      `Top-level code that flow '${flowName}' uses runs again in the process of its run, and failed there: ${problem}. ` +
        "Read what it needs inside the flow, or send files that it reads with includeFiles.",
      { cause },
    );
    this.flowName = flowName;
  }
}
