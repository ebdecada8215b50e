import { expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import { type EcsConfiguration, parseEcsConfiguration } from "./ecs-configuration.ts";
import { toConfiguration } from "./fixtures/emulated-ecs.ts";
import type { EcsPatch } from "./patch-request.ts";
import { validateRequests } from "./validate-requests.ts";

function patchedBy(patch: EcsPatch): EcsConfiguration {
  return toConfiguration("http://127.0.0.1:1", { options: { patch } });
}

const misspelt = { lunchType: "EC2" };

test.each<[EcsPatch, string, string]>([
  [{ runTask: (request) => ({ ...request, ...misspelt }) }, "patch.runTask.lunchType", "launchType"],
  [
    { runTask: [{ op: "add", path: "/overrides/containerOverrides/0/comand", value: [] }] },
    "patch.runTask.overrides.containerOverrides[0].comand",
    "command",
  ],
  [
    { taskDefinition: (request) => ({ ...request, ephemeral_storage: { sizeInGiB: 50 } }) },
    "patch.taskDefinition.ephemeral_storage",
    "ephemeralStorage",
  ],
  [
    {
      taskDefinition: [
        { op: "add", path: "/containerDefinitions/0/linuxParameters", value: { initProcesEnabled: true } },
      ],
    },
    "patch.taskDefinition.containerDefinitions[0].linuxParameters.initProcesEnabled",
    "initProcessEnabled",
  ],
])("a name that a patch misspells is refused by where it is, with what was meant: %#", (patch, key, meant) => {
  expect(() => validateRequests(patchedBy(patch))).toThrow(
    expect.objectContaining({ key, message: expect.stringContaining(`, but '${meant}' is`) }),
  );
});

test("a name that a template misspells is refused as the template's, whatever a patch does", () => {
  const definition = { containerDefinitions: [{ image: "mine:1" }], volumez: [{ name: "data" }] };
  const patch: EcsPatch = { taskDefinition: (request) => ({ ...request, cpuu: "1" }) };
  const parse = (rendered: JsonObject) =>
    parseEcsConfiguration({ task_definition: definition, ...rendered }, { patch });
  expect(() => validateRequests(parse({}))).toThrow(expect.objectContaining({ key: "task_definition.volumez" }));
  const runTask = { task_definition: { containerDefinitions: [{ image: "mine:1" }] }, task_run_request: misspelt };
  expect(() => validateRequests(parse(runTask))).toThrow(
    expect.objectContaining({ key: "task_run_request.lunchType", message: expect.stringContaining("'launchType'") }),
  );
});

test("a patch that does not apply is refused, and one that has nothing to change", () => {
  const nowhere = [{ op: "replace", path: "/nothing/here", value: 1 }] as const;
  expect(() => validateRequests(patchedBy({ runTask: nowhere }))).toThrow("'patch.runTask' cannot be applied");
  const named = { task_run_request: { taskDefinition: "mine:1" } };
  expect(() => parseEcsConfiguration(named, { patch: { taskDefinition: nowhere } })).toThrow(
    "'patch.taskDefinition' has nothing to change",
  );
});

test("names that are whoever's own, and everything that ECS has, are let through", () => {
  const patch: EcsPatch = {
    taskDefinition: (request) => ({
      ...request,
      volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" } }],
      containerDefinitions: [
        {
          name: "prefect",
          image: "mine:1",
          dockerLabels: { "any.name": "x" },
          logConfiguration: { logDriver: "awsfirelens", options: { Name: "loki" } },
          healthCheck: { command: ["CMD", "true"], interval: 30 },
        },
      ],
    }),
    runTask: (request) => ({ ...request, enableExecuteCommand: true, platformVersion: "LATEST" }),
  };
  expect(() => validateRequests(patchedBy(patch))).not.toThrow();
});
