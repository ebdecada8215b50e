import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ecsJobTemplate } from "../../packages/aws/src/ecs/ecs-job-template.ts";
import { executionRole, openTestAccount, taskRole } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import { accessDenied } from "../harness/s3-answers.ts";
import { startS3Gate } from "../harness/s3-gate.ts";
import { credentialsFor, motoServer } from "../harness/s3-server.ts";
import type { UserHome } from "../harness/user-home.ts";
import { createWorkPool, storeInS3, withDefaults } from "../harness/work-pool.ts";

const server = motoServer();
const ofBlock = credentialsFor(server.url).aws_access_key_id;
// The role of the tasks may not use the bucket: only the block's own key may.
const gate = await startS3Gate(server.url, ({ accessKeyId }) =>
  accessKeyId === ofBlock ? null : accessDenied(accessKeyId, "s3:GetObject", "the bucket"),
);
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prefect-storage-AbCdEf";
const account = await openTestAccount({
  secrets: { [secretArn]: JSON.stringify({ "aws-credentials/mine": credentialsFor(gate.url) }) },
});

describe("a pool whose storage needs the key of a block", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createEcsHome(account);
    const roles = { execution_role_arn: executionRole, task_role_arn: taskRole };
    await createWorkPool(home, { name: "guarded", type: "ecs", template: withDefaults(ecsJobTemplate, roles) });
    await storeInS3(home, "guarded", { at: { url: gate.url, bucket: await server.createBucket() } });
  });
  afterAll(async () => {
    await home.remove();
    await account.close();
    await gate[Symbol.asyncDispose]();
  });

  test("gives it to tasks by a secret that the task names, and neither its flow nor anybody who looks at it sees it", async () => {
    expect(await home.report("submitting", ["storage-secret", secretArn])).toEqual([null, null]);
    const tasks = JSON.stringify(account.emulator.controls.tasks());
    expect(tasks).toContain(taskRole);
    expect(tasks).not.toContain(credentialsFor(gate.url).aws_secret_access_key);
  });

  test("without that refuses a call before its run exists, with what to do", async () => {
    const before = await home.prefect("flow-run", "ls", "--output", "json");
    expect(await home.report("submitting", ["no-storage-secret"])).toMatchObject({
      name: "StorageCredentialsUnreachableError",
      message: expect.stringMatching(/'aws-credentials\/mine'.*docs\/security\.md/),
    });
    expect(await home.prefect("flow-run", "ls", "--output", "json")).toBe(before);
  });
});
