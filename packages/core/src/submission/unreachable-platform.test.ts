import { expect, test } from "@jest/globals";
import { flow } from "../index.ts";
import { defineInfrastructure } from "../infrastructure/define-infrastructure.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

const controlPlane = useTemporaryHome();

test("a platform that cannot be reached refuses a call before its run exists", async () => {
  const unreachable = defineInfrastructure({
    ...processInfrastructure,
    type: "unreachable",
    defaultWorkPool: "unreachable",
    createLauncher: async () => ({
      ...(await processInfrastructure.createLauncher({ workingDirectory: null, streamOutput: true })),
      checkReachable: () => Promise.reject(new Error("nobody answers")),
    }),
  });
  await expect(unreachable()(flow(async () => 1))()).rejects.toThrow("nobody answers");
  expect(await (await controlPlane()).countFlowRuns()).toBe(0);
});
