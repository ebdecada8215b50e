import type { BaseJobTemplate, Json, JsonObject } from "prefect-core/provider";
import { ecsJobTemplate } from "../../packages/aws/src/ecs/ecs-job-template.ts";
import { executionRole, taskRole, type TestAccount } from "./ecs-account.ts";
import { motoServer } from "./s3-server.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, storeInS3 } from "./work-pool.ts";

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
  const template = withDefaults({
    execution_role_arn: executionRole,
    task_role_arn: taskRole,
    configure_cloudwatch_logs: true,
    env: s3,
  });
  await createWorkPool(home, { name: "tasks", type: "ecs", template });
  await storeInS3(home, "tasks", { credentials: "default-chain" });
  return home;
}

/** Prefect's template with defaults of the pool. */
function withDefaults(defaults: JsonObject): BaseJobTemplate {
  const template = structuredClone(ecsJobTemplate) as unknown as {
    readonly variables: { readonly properties: Record<string, { default?: Json }> };
  };
  for (const [name, value] of Object.entries(defaults)) {
    const variable = template.variables.properties[name];
    if (variable === undefined) throw new Error(`The template has no variable ${name}.`);
    Object.assign(variable, { default: value });
  }
  return template as unknown as BaseJobTemplate;
}
