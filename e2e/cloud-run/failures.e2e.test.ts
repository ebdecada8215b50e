import { describe, expect, test } from "@jest/globals";
import type { CloudRunEmulator } from "prefect-emulators/cloud-run";
import { createCloudRunHome } from "../harness/cloud-run-home.ts";
import {
  type CloudRunProject,
  type CloudRunProjectOptions,
  openCloudRunProject,
} from "../harness/cloud-run-project.ts";
import { accessFacts, createMeeting, outcomeOf } from "../harness/google-access-facts.ts";
import { failureFacts } from "../harness/google-failure-facts.ts";

const subject = {
  open: (options: CloudRunProjectOptions = {}) => openCloudRunProject(options),
  createHome: (project: CloudRunProject) => createCloudRunHome(project),
  jobs: (emulator: CloudRunEmulator) => emulator.jobs(),
};

describe("a run that Cloud Run cannot carry out", () => {
  failureFacts({
    ...subject,
    failures: [
      ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
      ["no such command", "CommandNotFoundError", /no-such-program/],
      ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
      ["over its memory", "OutOfMemoryError", /Memory limit of 512 MiB exceeded/],
      ["over its time", "DeadlineExceededError", /timeout was reached/],
      ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
      ["taken away", "InfrastructureLostError", /is not in us-central1 any more/],
      ["no such secret", "StartFailedError", /Secret nothing\/versions\/latest was not found/],
      ["no such number of processors", "StartFailedError", /Must be 1, 2, 4, 6 or 8/],
      ["too little memory", "StartFailedError", /minimum memory is 512Mi/],
      ["a field that jobs do not have", "JobConfigurationError", /job_body\.template\.template\.gpus/],
    ],
    refused: [
      ["a region that is not there", "CloudRunRegionNotFoundError", /gcloud run regions list/],
      ["a region that cannot be", "JobConfigurationError", /must be the name of a region/],
      ["a patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
      ["too many labels", "JobConfigurationError", /Google Cloud allows 64/],
    ],
    async takeAway(emulator) {
      const found = emulator.jobs().find((job) => job.startsWith("taken-away") && emulator.isRunning(job));
      if (found !== undefined) await emulator.removeJob(found);
      return found !== undefined;
    },
  });
});

describe("whoever", () => {
  accessFacts({
    ...subject,
    api: "run.googleapis.com",
    permission: "run.jobs.create",
    operations: ["CreateJob", "GetJob", "RunJob", "GetExecution", "ListTasks", "DeleteJob", "ListExecutions"],
    started: (emulator) => emulator.startedExecutions(),
  });

  test.each<readonly [string, CloudRunProjectOptions, RegExp]>([
    ["has no quota left", { maximumJobs: 0 }, /Quota exceeded for total allowable count of jobs/],
    [
      "has a job that fails before its container starts",
      { startProblem: { reason: "INTERNAL", message: "No available instance." } },
      /No available instance/,
    ],
  ])("%s is told so", (_name, options, message) =>
    createMeeting(subject)(options, async (home) => {
      expect(await outcomeOf(home)).toMatchObject({ name: "CapacityError", message: expect.stringMatching(message) });
    }),
  );
});
