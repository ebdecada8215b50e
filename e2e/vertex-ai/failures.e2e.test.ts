import { describe, expect, test } from "@jest/globals";
import type { VertexAiEmulator } from "prefect-emulators/vertex-ai";
import { accessFacts, createMeeting, outcomeOf } from "../harness/google-access-facts.ts";
import { failureFacts } from "../harness/google-failure-facts.ts";
import { parseReport } from "../harness/user-home.ts";
import { createVertexAiHome } from "../harness/vertex-ai-home.ts";
import {
  openVertexAiProject,
  type VertexAiProject,
  type VertexAiProjectOptions,
} from "../harness/vertex-ai-project.ts";

const subject = {
  open: (options: VertexAiProjectOptions = {}) => openVertexAiProject(options),
  createHome: (project: VertexAiProject) => createVertexAiHome(project),
  jobs: (emulator: VertexAiEmulator) => emulator.jobs().map(({ name }) => String(name)),
};

describe("a run that Vertex AI cannot carry out", () => {
  failureFacts({
    ...subject,
    failures: [
      ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
      ["no such command", "CommandNotFoundError", /no-such-program/],
      ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
      ["over its memory", "OutOfMemoryError", /memory of its machine/],
      ["over its time", "DeadlineExceededError", /maximum running time/],
      ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
      ["taken away", "InfrastructureLostError", /is not in Vertex AI any more/],
      ["a machine that is not there", "StartFailedError", /"z9-standard-4" is not supported/],
      ["an accelerator that its machine cannot have, patched", "StartFailedError", /accelerator_type/],
      [
        "an accelerator that is not there, patched",
        "JobConfigurationError",
        /jobSpec\.workerPoolSpecs\[0\]\.machineSpec\.acceleratorType/,
      ],
      ["a display name over the limit, patched", "StartFailedError", /display_name/],
      ["a field that jobs do not have", "JobConfigurationError", /jobSpec\.gpus/],
      ["a name and labels over every limit", "none", /returned "done"/],
    ],
    refused: [
      ["an accelerator that its machine cannot have", "JobConfigurationError", /must be one of NVIDIA_TESLA_T4/],
      ["accelerators on a machine that has none", "JobConfigurationError", /needs 'accelerator_type'/],
      ["a number of accelerators that there is not", "JobConfigurationError", /must be one of 1, 2, 4/],
      ["a region that is not there", "VertexAiRegionError", /mars-north1.*general\/locations/],
      ["a region that cannot be", "JobConfigurationError", /must be a region such as us-central1/],
      ["a patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
      ["too many labels", "JobConfigurationError", /Google Cloud allows 64/],
    ],
    async takeAway(emulator) {
      const found = emulator
        .jobs()
        .find(
          ({ displayName, state }) => String(displayName).startsWith("taken-away") && state === "JOB_STATE_RUNNING",
        );
      if (found !== undefined) await emulator.removeJob(String(found["name"]));
      return found !== undefined;
    },
  });
});

describe("whoever", () => {
  const meet = createMeeting(subject);

  accessFacts({
    ...subject,
    api: "aiplatform.googleapis.com",
    permission: "aiplatform.customJobs.create",
    operations: ["CreateCustomJob", "GetCustomJob", "ListCustomJobs", "DeleteCustomJob"],
    started: (emulator) => emulator.createdCount,
  });

  test.each<readonly [string, VertexAiProjectOptions, string, RegExp]>([
    [
      "has no quota left",
      { maximumJobs: 0, isQuotaRefused: true },
      "CapacityError",
      /exceed quota limits: aiplatform\.googleapis\.com\/custom_model_training_n1_cpus/,
    ],
    [
      "has a job that fails before its container starts",
      { startProblem: { code: 9, message: "The service account flows@test.example does not exist." } },
      "StartFailedError",
      /flows@test\.example does not exist/,
    ],
  ])("%s is told so", (_name, options, name, message) =>
    meet(options, async (home) => {
      expect(await outcomeOf(home)).toMatchObject({ name, message: expect.stringMatching(message) });
    }),
  );

  test("has quota for one job alone is told that the other waits, and gets both results", () =>
    meet({ maximumJobs: 1 }, async (home, { emulator }) => {
      const outcome = await home.run("submitting", ["many", "2"], { env: { PREFECT_LOGGING_LEVEL: "DEBUG" } });
      expect(parseReport(outcome)).toEqual([0, 1]);
      expect(`${outcome.stdout}${outcome.stderr}`).toContain("Vertex AI waits for quota or for machines");
      expect(emulator.createdCount).toBe(2);
    }));
});
