import { afterAll, describe, jest, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { azureLacks, createAzureSubject } from "./fixtures/azure-subject.ts";
import { openTestAzure } from "./fixtures/test-azure.ts";

// Each fact has a patience of its own that says what it waited for.
jest.setTimeout(120_000);

const azure = await openTestAzure();
afterAll(() => azure.close());

describe("the Azure Container Instances launcher", () => {
  const subject = createAzureSubject(azure.emulator, { node: [process.execPath] });
  launcherSuite({ test, subject, lacks: azureLacks });
});
