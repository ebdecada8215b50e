import { afterAll, describe, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { azureLacks, createAzureSubject } from "../../packages/azure/src/container-instance/fixtures/azure-subject.ts";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { requireSetting } from "../harness/required-setting.ts";

// With real containers: limits of memory, images, signals and exit codes are those of a container runtime.
const azure = await openAzureControlPlane({ backend: "docker" });

afterAll(() => azure.close());

describe("the launcher of Azure Container Instances, with containers", () => {
  const subject = createAzureSubject(azure.emulator, { image: requireSetting("PREFECT_TEST_IMAGE") });
  launcherSuite({ test, subject, lacks: azureLacks });
});
