import { PrefectError } from "./prefect-error.ts";

/** Why one package cannot go along. */
export interface ExternalPackageProblem {
  /** `better-sqlite3@12.11.1`. */
  readonly package: string;
  /** What is wrong, and what would do. */
  readonly problem: string;
}

/** Packages that a flow takes along as they are, because they hold machine code or break in a bundle, cannot be had. */
export class ExternalPackageError extends PrefectError {
  readonly flowName: string;
  /** What they would run on; `null` where that is not what is wrong. */
  readonly platform: string | null;
  readonly problems: readonly ExternalPackageProblem[];

  constructor(fields: {
    flowName: string;
    platform: string | null;
    problems: readonly ExternalPackageProblem[];
    cause?: unknown;
  }) {
    const { flowName, platform, problems, cause } = fields;
    super(
      `Flow '${flowName}' uses packages that cannot be sent along${platform === null ? "" : ` to ${platform}`}:` +
        problems.map((each) => `\n  ${each.package}: ${each.problem}`).join(""),
      { cause },
    );
    this.flowName = flowName;
    this.platform = platform;
    this.problems = problems;
  }
}
