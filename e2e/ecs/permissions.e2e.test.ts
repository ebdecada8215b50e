import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const account = await openTestAccount();
const { controls } = account.emulator;
const withoutVpc = await openTestAccount({ vpcs: [] });

describe("an account that does not allow, or does not have, what runs need", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createEcsHome(account);
  });
  afterAll(async () => {
    await home.remove();
    await Promise.all([account.close(), withoutVpc.close()]);
  });

  const failure = async (scenario: string, env: Readonly<Record<string, string>> = {}) =>
    (await home.report<Record<string, unknown>>("failures", [scenario], { env }))[scenario];

  test("`work-pool check` names each action that is missing", async () => {
    const allowed = await home.prefect("work-pool", "check", "tasks");
    expect(allowed).toContain("✓ ecs:RunTask in us-east-1, to start runs");
    controls.deny("ecs:RunTask", "ecs:StopTask", "logs:GetLogEvents");
    const { exitCode, stdout, stderr } = await home.tryPrefect({}, "work-pool", "check", "tasks");
    controls.deny();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("ecs:RunTask") });
    expect(stderr).toContain("ecs:StopTask");
    expect(stdout).toContain("! logs:GetLogEvents");
  });

  test("a run that may not be started, and a role that may not be handed on, name the action", async () => {
    controls.deny("ecs:RunTask");
    expect(await failure("returns")).toMatchObject({
      name: "EcsAccessError",
      message: expect.stringMatching(/Allow ecs:RunTask/),
    });
    controls.deny("iam:PassRole");
    expect(await failure("returns")).toMatchObject({
      name: "EcsAccessError",
      message: expect.stringMatching(/Allow iam:PassRole/),
    });
    controls.deny();
  });

  test("no default VPC says what to name", async () => {
    expect(await failure("returns", withoutVpc.env)).toMatchObject({
      name: "VpcNotFoundError",
      message: expect.stringMatching(/no default VPC.*vpcId.*aws ec2 create-default-vpc/),
    });
  });

  test("no credentials say so", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" };
    expect(await failure("returns", none)).toMatchObject({ name: expect.stringMatching(/Access|Credentials|Storage/) });
  });

  test("`gc` deregisters what a newer definition took the place of, once it is old enough", async () => {
    const registered = (): readonly string[] => controls.registeredDefinitions("prefect_tasks_hello");
    await home.report("submitting", ["hello"]);
    await home.report("submitting", ["resized"]);
    expect(registered()).toHaveLength(2);
    await home.prefect("gc");
    expect(registered()).toHaveLength(2);
    controls.ageDefinitions(2 * 3600);
    await home.prefect("gc");
    expect(registered()).toEqual([expect.stringMatching(/:2$/)]);
  });
});
