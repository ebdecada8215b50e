import { afterAll, describe, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { openAzureControlPlane } from "../harness/azure-control-plane.ts";
import { azureLacks, createAzureSubject } from "../../packages/azure/src/container-instance/fixtures/azure-subject.ts";

const azure = await openAzureControlPlane();

afterAll(() => azure.close());

describe("the launcher of Azure Container Instances", () => {
  launcherSuite({ test, subject: createAzureSubject(azure.emulator), lacks: azureLacks });
});
