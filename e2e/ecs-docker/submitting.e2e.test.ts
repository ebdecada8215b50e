import { afterAll, beforeAll, describe } from "@jest/globals";
import { containerFacts } from "../harness/container-facts.ts";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import { buildRunnerImage } from "../harness/runner-image.ts";
import type { UserHome } from "../harness/user-home.ts";

const account = await openTestAccount({ backend: "docker" });

describe("in a container of a task of ECS, with the task's role for S3,", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createEcsHome({ ...account, image: await buildRunnerImage("prefect-test/runner:ecs") });
  });
  afterAll(async () => {
    await home.remove();
    await account.close();
  });

  containerFacts({ home: () => home, processors: 0.5, memoryBytes: 1024 * 2 ** 20 });
});
