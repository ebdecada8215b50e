import { ecsJobTemplate } from "../../packages/aws/src/ecs/ecs-job-template.ts";
import { executionRole, taskRole, type TestAccount } from "./ecs-account.ts";
import { motoServer } from "./s3-server.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, storeInS3, withDefaults } from "./work-pool.ts";

/**
 * A user whose account is the one of the tests, and who has a work pool `tasks` there: its tasks have a role for S3 and
 * write their logs to CloudWatch.
 */
export async function createEcsHome(
  account: TestAccount,
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  const s3 = { AWS_ENDPOINT_URL_S3: motoServer().url };
  const settings = { PREFECT_RUNNER_IMAGE: account.image, ...account.env, ...s3, ...env };
  const home = await createUserHome({ suite: "ecs", env: settings });
  const template = withDefaults(ecsJobTemplate, {
    execution_role_arn: executionRole,
    task_role_arn: taskRole,
    configure_cloudwatch_logs: true,
    env: s3,
  });
  await createWorkPool(home, { name: "tasks", type: "ecs", template });
  await storeInS3(home, "tasks", { credentials: "default-chain" });
  return home;
}
