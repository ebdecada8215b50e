import { expect, test } from "@jest/globals";
import { validateBaseJobTemplate } from "../validate-base-job-template.ts";
import { processInfrastructure } from "./local-process.ts";
import { parseProcessConfiguration, toProcessJobVariables } from "./process-configuration.ts";
import { processEnvironment } from "./process-environment.ts";
import { processJobTemplate } from "./process-job-template.ts";

test("an option that is not given is left to the work pool", () => {
  const given = toProcessJobVariables({ workPool: "laptop", workingDirectory: "/data", streamOutput: false });
  expect(given).toEqual({ working_dir: "/data", stream_output: false });
  expect(toProcessJobVariables({})).toEqual({});
});

test("every option's variable is one that the template declares, and the template is sound", () => {
  const declared = Object.keys(processJobTemplate.variables["properties"] as object);
  const given = toProcessJobVariables({ workingDirectory: "/data", streamOutput: true });
  expect(declared).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(validateBaseJobTemplate({ ...processJobTemplate }, "the default")).toEqual(processJobTemplate);
});

test("a rendered configuration is checked by key", () => {
  expect(parseProcessConfiguration({})).toEqual({ workingDirectory: null, streamOutput: true });
  expect(parseProcessConfiguration({ working_dir: "/data", stream_output: false })).toEqual({
    workingDirectory: "/data",
    streamOutput: false,
  });
  expect(() => parseProcessConfiguration({ working_dir: 3 })).toThrow(
    "'working_dir' must be the path of a directory, not 3",
  );
  expect(() => parseProcessConfiguration({ stream_output: "no" })).toThrow("'stream_output' must be true or false");
});

test("a process inherits this one's environment, save what belongs to this one's own run and parent", () => {
  const inherited = {
    PATH: "/bin",
    AWS_PROFILE: "me",
    PREFECT__FLOW_RUN_ID: "parent",
    NODE_CHANNEL_FD: "3",
    GONE: undefined,
  };
  expect(processEnvironment(inherited, { PATH: "/opt/bin", PREFECT__FLOW_RUN_ATTEMPT: "1" })).toEqual({
    PATH: "/opt/bin",
    AWS_PROFILE: "me",
    PREFECT__FLOW_RUN_ATTEMPT: "1",
  });
});

test("the runner is started by this Node, from the package's build", () => {
  const { prefix } = processInfrastructure.runnerCommand();
  expect(prefix).toEqual([process.execPath, expect.stringMatching(/packages\/core\/dist\/runner\.mjs$/)]);
});
