import { InfrastructureUnreachableError } from "prefect-core/provider";

/** No service of AWS answers where one is expected. What runs there goes on. */
export class EcsUnreachableError extends InfrastructureUnreachableError {
  readonly region: string;
  /** `ECONNREFUSED`, `ENOTFOUND`, ... */
  readonly code: string;

  constructor({
    region,
    endpoint,
    code,
    problem,
    cause,
  }: {
    region: string;
    endpoint: string | null;
    code: string;
    problem: string;
    cause: unknown;
  }) {
    super(
      `ECS does not answer ${endpoint === null ? `in the region ${region}` : `at ${endpoint}`}: ${problem}. Check the ` +
        "network and `region` (there is no host for a region that does not exist), or the endpoint.",
      { cause },
    );
    this.region = region;
    this.code = code;
  }
}
