import { PrefectError } from "prefect-core/provider";

/** Nobody says in which region tasks run. */
export class AwsRegionMissingError extends PrefectError {
  constructor() {
    super(
      "No AWS region is known. Set the option `region`, region_name of the aws-credentials block, AWS_REGION, or the " +
        "region of the profile (`aws configure set region eu-west-1`).",
    );
  }
}
