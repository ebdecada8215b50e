import { ecsJobTemplate } from "../../packages/aws/src/ecs/ecs-job-template.ts";
import { executionRole, taskRole, type TestAccount } from "./ecs-account.ts";
import { motoServer } from "./s3-server.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, type S3Place, storeInS3, withDefaults } from "./work-pool.ts";

export const testWorkPool = "tasks";

export interface EcsHomeOptions {
  /** The folder of `e2e/` whose `flows` the user runs. Default: `ecs`. */
  readonly suite?: string;
  /** Default: a new bucket of the suite's server. */
  readonly s3?: S3Place;
}

/**
 * A user whose account is the one of the tests, and who has a work pool there: its tasks have a role for S3 and write
 * their logs to CloudWatch.
 */
export async function createEcsHome(
  account: TestAccount,
  env: Readonly<Record<string, string>> = {},
  { suite = "ecs", s3 }: EcsHomeOptions = {},
): Promise<UserHome> {
  const at = s3 ?? { url: motoServer().url, bucket: await motoServer().createBucket() };
  const endpoint = { AWS_ENDPOINT_URL_S3: at.url };
  const settings = { PREFECT_RUNNER_IMAGE: account.image, ...account.env, ...endpoint, ...env };
  const home = await createUserHome({ suite, env: settings });
  const template = withDefaults(ecsJobTemplate, {
    execution_role_arn: executionRole,
    task_role_arn: taskRole,
    configure_cloudwatch_logs: true,
    env: endpoint,
  });
  await createWorkPool(home, { name: testWorkPool, type: "ecs", template });
  await storeInS3(home, testWorkPool, { at, credentials: "default-chain" });
  return home;
}
