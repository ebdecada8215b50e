import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const account = await openTestAccount({ accessKeyIds: ["test-access-key"] });
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

  test("no credentials say so, and how to give some, before there is a run", async () => {
    const before = await home.prefect("flow-run", "ls", "--output", "json");
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" };
    expect(await failure("returns", none)).toMatchObject({
      name: "EcsAccessError",
      message: expect.stringMatching(
        /^AWS could not be asked for ecs:DescribeClusters in us-east-1: .*Give this process credentials.*`awsCredentials`/,
      ),
    });
    expect(await home.prefect("flow-run", "ls", "--output", "json")).toBe(before);
  });

  test("credentials that are not valid say so; those of a block go before them, with its region and endpoint", async () => {
    const strange = {
      AWS_ACCESS_KEY_ID: "strange",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL_ECS: "http://127.0.0.1:1",
    };
    expect(await failure("returns", { AWS_ACCESS_KEY_ID: "strange" })).toMatchObject({
      name: "EcsAccessError",
      message: expect.stringMatching(
        /^AWS refused ecs:DescribeClusters .*token.* invalid.*aws sts get-caller-identity/,
      ),
    });
    await home.run("../../storage/flows/save-credentials", ["account", account.emulator.url]);
    expect(await home.report("submitting", ["by-block"], { env: strange })).toMatchObject({ greeting: "Hello there" });
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
