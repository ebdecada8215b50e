import { afterAll, describe, jest, test } from "@jest/globals";
import { launcherSuite, type LauncherSubject } from "prefect-core/testing";
import type { AzureContainerInstanceConfiguration } from "./azure-container-instance-configuration.ts";
import { missingImage, openTestAzure, testConfiguration } from "./fixtures/test-azure.ts";

// Each fact has a patience of its own that says what it waited for.
jest.setTimeout(120_000);

const azure = await openTestAzure();
afterAll(() => azure.close());

const subject: LauncherSubject<AzureContainerInstanceConfiguration> = {
  createLauncher: () => azure.createLauncher(),
  toRequest(launch, { missingImage: isMissing, memoryMegabytes = 512 }) {
    const variables = {
      ...(isMissing === undefined ? {} : { image: missingImage }),
      memory: Math.ceil((memoryMegabytes * 10) / 1024) / 10,
    };
    return { ...launch, configuration: testConfiguration(variables) };
  },
  node: [process.execPath],
  async removeByHand({ details }) {
    await azure.emulator.removeGroup(String(details["group"]));
  },
  async createLosingLauncher() {
    const isPut = ({ method }: { readonly method: string }): boolean => method === "PUT";
    const fault = azure.emulator.faults.inject({ match: isPut, fault: { kind: "lose-response" } });
    return {
      launcher: azure.createLauncher(),
      lostResponses: () => fault.hits,
      [Symbol.asyncDispose]: async () => fault.remove(),
    };
  },
  createUnreachableLauncher: () => azure.createLauncher("https://127.0.0.1:9"),
};

describe("the Azure Container Instances launcher", () => {
  launcherSuite({
    test,
    subject,
    lacks: [
      { reason: "a container group shares no files with the submitter", capabilities: ["file-delivery"] },
      { reason: "secrets are secure values of the environment", capabilities: ["secrets-file"] },
      { reason: "the API does not tell the streams apart", capabilities: ["separate-streams"] },
      { reason: "the runner itself ends what runs for too long", capabilities: ["deadline"] },
    ],
  });
});
