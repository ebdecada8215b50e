import { afterAll, beforeAll, describe, jest, test } from "@jest/globals";
import { launcherSuite, type LauncherSubject } from "prefect-core/testing";
import type { EcsEmulator } from "prefect-emulators/ecs";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { createEcsLauncher } from "./ecs-launcher.ts";
import { missingImage, quickTimes, startEmulator, toConfiguration } from "./fixtures/emulated-ecs.ts";

jest.setTimeout(60_000);

let emulator: EcsEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});

const subject: LauncherSubject<EcsConfiguration> = {
  createLauncher: () => createEcsLauncher(toConfiguration(emulator.url), quickTimes),
  toRequest: (launch, { missingImage: isMissing, memoryMegabytes }) => {
    const image = isMissing === true ? missingImage : "test:1";
    const limit = memoryMegabytes === undefined ? {} : { memory: memoryMegabytes, launchType: "EC2" };
    return { ...launch, configuration: toConfiguration(emulator.url, { image, ...limit }) };
  },
  node: [process.execPath],
  removeByHand: ({ details }) => emulator.controls.forget(String(details["task"])),
  async createLosingLauncher() {
    const rule = emulator.faults.inject({
      match: ({ operation }) => operation === "ecs:RunTask",
      fault: { kind: "lose-response" },
    });
    return {
      launcher: createEcsLauncher(toConfiguration(emulator.url), quickTimes),
      lostResponses: () => rule.hits,
      [Symbol.asyncDispose]: async () => rule.remove(),
    };
  },
  createUnreachableLauncher: () => createEcsLauncher(toConfiguration("http://127.0.0.1:9"), quickTimes),
};

describe("the ECS launcher", () => {
  launcherSuite({
    test,
    subject,
    lacks: [
      { reason: "ECS ends no task for having run too long; the runner does", capabilities: ["deadline"] },
      { reason: "nothing can be put into a task before it starts", capabilities: ["file-delivery"] },
      { reason: "ECS takes 8,192 characters of overrides", capabilities: ["large-arguments"] },
      {
        reason: "what a run has to itself would stand in its task for everybody to see",
        capabilities: ["secrets-file"],
      },
      { reason: "CloudWatch does not tell them apart", capabilities: ["separate-streams"] },
    ],
    skip: [
      {
        reason: "the awslogs driver sends no empty lines",
        tests: ["lines are told exactly as they were printed"],
      },
      {
        reason: "CloudWatch does not tell what a crashing Node.js says of itself from what it printed",
        tests: ["a command that a signal ended is told as such"],
      },
      {
        reason: "ECS keeps a stopped task for about an hour, and nobody can remove it before",
        tests: [
          "clean-up leaves nothing, once or twice, by whoever",
          "clean-ups beside each other are no error",
          "what was found is watched, killed and removed like what was launched",
          "what was cleaned up is lost to a watch, which ends",
        ],
      },
    ],
  });
});
