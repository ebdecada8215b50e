import { PrefectError } from "prefect-core/provider";

/** There is no network for a task that needs one. */
export class VpcNotFoundError extends PrefectError {
  /** `null`: the default VPC was looked for. */
  readonly vpcId: string | null;
  readonly region: string;

  constructor({ vpcId, region, problem }: { vpcId: string | null; region: string; problem: string }) {
    super(
      `No network can be chosen for the task in ${region}: ${problem}. Name a VPC of this region with \`vpcId\`, and its ` +
        "subnets with `networkConfiguration`; or create a default VPC (`aws ec2 create-default-vpc`).",
    );
    this.vpcId = vpcId;
    this.region = region;
  }
}
