import { afterAll, beforeAll, describe } from "@jest/globals";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { createAzureHome } from "../harness/azure-home.ts";
import { containerFacts } from "../harness/container-facts.ts";
import { buildRunnerImage } from "../harness/runner-image.ts";
import type { UserHome } from "../harness/user-home.ts";

const azure = await openAzureControlPlane({ backend: "docker" });

describe("in a container of a container group,", () => {
  let home: UserHome;

  beforeAll(async () => {
    const image = await buildRunnerImage("prefect-test/runner:azure-container-instance");
    home = await createAzureHome(azure, { PREFECT_RUNNER_IMAGE: image });
  });
  afterAll(async () => {
    await home.remove();
    await azure.close();
  });

  containerFacts({ home: () => home, processors: 0.5, memoryBytes: 1.5 * 2 ** 30 });
});
