import { afterAll, beforeAll, describe, jest, test } from "@jest/globals";
import { launcherSuite, type LauncherSubject } from "prefect-core/testing";
import type { CloudRunEmulator } from "prefect-emulators/cloud-run";
import type { CloudRunConfiguration } from "./cloud-run-configuration.ts";
import { launcherOn, missingImage, startEmulator, toConfiguration } from "./fixtures/emulated-cloud-run.ts";

// Each fact has a patience of its own that says what it waited for.
jest.setTimeout(120_000);

let emulator: CloudRunEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});

const nowhere = "http://127.0.0.1:9";

const subject: LauncherSubject<CloudRunConfiguration> = {
  createLauncher: () => launcherOn(emulator),
  toRequest(launch, { missingImage: isMissing, memoryMegabytes, deadlineSeconds }) {
    const variables = {
      ...(isMissing === undefined ? {} : { image: missingImage }),
      // The least that Cloud Run gives.
      ...(memoryMegabytes === undefined ? {} : { memory: `${Math.max(512, memoryMegabytes)}Mi` }),
    };
    const deadline = deadlineSeconds === undefined ? {} : { deadlineSeconds };
    return { ...launch, ...deadline, configuration: toConfiguration(variables) };
  },
  node: [process.execPath],
  removeByHand: ({ details }) => emulator.removeJob(String(details["job"])),
  async createLosingLauncher() {
    const lost = ["CreateJob", "RunJob"].map((operation) =>
      emulator.faults.inject({ match: (call) => call.operation === operation, fault: { kind: "lose-response" } }),
    );
    return {
      launcher: launcherOn(emulator),
      lostResponses: () => lost.reduce((sum, { hits }) => sum + hits, 0),
      [Symbol.asyncDispose]: async () => lost.forEach((fault) => fault.remove()),
    };
  },
  createUnreachableLauncher: () =>
    launcherOn({ environment: { ...emulator.environment, CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: nowhere } }),
};

describe("the Cloud Run launcher", () => {
  launcherSuite({
    test,
    subject,
    lacks: [
      { reason: "nothing can be put into a job before it starts", capabilities: ["file-delivery"] },
      {
        reason: "what a run has to itself would stand in its job for everybody to see",
        capabilities: ["secrets-file"],
      },
    ],
  });
});
