import { afterAll, describe, jest, test } from "@jest/globals";
import { launcherSuite, type LauncherSubject } from "prefect-core/testing";
import { missingImage, openTestVertexAi, smallMachine, testConfiguration } from "./fixtures/test-vertex-ai.ts";
import type { VertexAiConfiguration } from "./vertex-ai-configuration.ts";

// Each fact has a patience of its own that says what it waited for.
jest.setTimeout(120_000);

const vertexAi = await openTestVertexAi({ listLagMilliseconds: 0 });
afterAll(() => vertexAi.close());

const subject: LauncherSubject<VertexAiConfiguration> = {
  createLauncher: () => vertexAi.createLauncher(),
  toRequest(launch, { missingImage: isMissing, memoryMegabytes, deadlineSeconds }) {
    const pool = {
      ...(isMissing === undefined ? {} : { image: missingImage }),
      ...(memoryMegabytes === undefined ? {} : { machine_type: smallMachine }),
    };
    const limit = deadlineSeconds === undefined ? {} : { deadlineSeconds };
    return { ...launch, ...limit, configuration: testConfiguration(pool) };
  },
  node: [process.execPath],
  removeByHand: ({ infrastructurePid }) => vertexAi.emulator.removeJob(infrastructurePid),
  async createLosingLauncher() {
    const fault = vertexAi.emulator.faults.inject({
      match: ({ operation }) => operation === "CreateCustomJob",
      fault: { kind: "lose-response" },
    });
    return {
      launcher: vertexAi.createLauncher(),
      lostResponses: () => fault.hits,
      [Symbol.asyncDispose]: async () => fault.remove(),
    };
  },
  createUnreachableLauncher: () =>
    vertexAi.createLauncher({ CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM: "http://127.0.0.1:9" }),
};

describe("the Vertex AI launcher", () => {
  launcherSuite({
    test,
    subject,
    lacks: [
      { reason: "a custom job shares no files with the submitter", capabilities: ["file-delivery"] },
      { reason: "Vertex AI hands no secrets to a custom job", capabilities: ["secrets-file"] },
      {
        reason: "Vertex AI itself decides what a cancelled container is given to end",
        capabilities: ["graceful-kill"],
      },
    ],
    skip: [
      {
        reason: "Vertex AI does not tell how the container of a job that was cancelled ended",
        tests: ["a kill ends by force what does not listen, once the grace is over"],
      },
    ],
  });
});
