import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCloudRunHome } from "../harness/cloud-run-home.ts";
import { openTestProject, type TestProject, type TestProjectOptions } from "../harness/cloud-run-project.ts";
import type { UserHome } from "../harness/user-home.ts";

/** What befalls the job, what its caller is told by the error's class, and what by its words. */
type Failure = readonly [scenario: string, name: string, message: RegExp];

const failures: readonly Failure[] = [
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
];

/** Told before a run exists. */
const refused: readonly Failure[] = [
  ["a region that is not there", "CloudRunRegionNotFoundError", /gcloud run regions list/],
  ["a region that cannot be", "JobConfigurationError", /must be the name of a region/],
  ["a patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
  ["too many labels", "JobConfigurationError", /Google Cloud allows 64/],
];

const all = [...failures, ...refused];

describe("a run that Cloud Run cannot carry out", () => {
  let home: UserHome;
  let told: Readonly<Record<string, { readonly name: string; readonly message: string }>> = {};
  const opening = openTestProject();

  beforeAll(async () => {
    const project = await opening;
    home = await createCloudRunHome(project);
    const names = all.map(([scenario]) => scenario);
    const playing = home.report<typeof told>("failures", names, { timeoutSeconds: 240 });
    const isOver = playing.then(
      () => true,
      () => true,
    );
    for (;;) {
      const taken = project.emulator
        .jobs()
        .find((job) => job.startsWith("taken-away") && project.emulator.isRunning(job));
      if (taken !== undefined) await project.emulator.removeJob(taken);
      if (taken !== undefined || (await Promise.race([isOver, delay(50, false)]))) break;
    }
    told = await playing;
  }, 300_000);
  afterAll(async () => {
    await home.remove();
    await (await opening).close();
  });

  test.each(all)("%s: %s", (scenario, name, message) => {
    expect(told[scenario]).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("has not been made where it could be told before", async () => {
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--limit", "200", "--output", "json")) as object[];
    expect(runs).toHaveLength(failures.length);
  });

  test("leaves no job", async () => {
    expect((await opening).emulator.jobs()).toEqual([]);
  });
});

type Told = Readonly<Record<string, { readonly name: string; readonly message: string }>>;

/** Has a user meet a project, both of which are gone afterwards whatever came of it. */
async function meet<T>(
  options: TestProjectOptions,
  act: (home: UserHome, project: TestProject) => Promise<T>,
): Promise<T> {
  const project = await openTestProject(options);
  try {
    const home = await createCloudRunHome(project);
    return await act(home, project).finally(() => home.remove());
  } finally {
    await project.close();
  }
}

const outcomeOf = (home: UserHome): Promise<Told> =>
  home.report<Told>("failures", ["returns"], { timeoutSeconds: 120 });

describe("whoever", () => {
  test("may not do it is told each permission that is missing by the check of the pool, and by the call", () =>
    meet({ deniedPermissions: ["run.jobs.create", "logging.logEntries.list"] }, async (home) => {
      const { stdout, stderr, exitCode } = await home.tryPrefect({}, "work-pool", "check", "jobs");
      expect(exitCode).not.toBe(0);
      for (const permission of ["run.jobs.create", "logging.logEntries.list"]) {
        expect(`${stdout}${stderr}`).toContain(permission);
      }
      expect((await outcomeOf(home))["returns"]).toMatchObject({
        name: "GoogleAccessError",
        message: expect.stringContaining("'run.jobs.create' denied"),
      });
    }));

  test("has not enabled the API is told how, before a run exists", () =>
    meet({ isEnabled: false }, async (home) => {
      expect((await outcomeOf(home))["returns"]).toMatchObject({
        name: "GoogleApiDisabledError",
        message: expect.stringContaining("gcloud services enable run.googleapis.com"),
      });
    }));

  test.each<readonly [string, TestProjectOptions, RegExp]>([
    ["has no quota left", { maximumJobs: 0 }, /Quota exceeded for total allowable count of jobs/],
    [
      "has a job that fails before its container starts",
      { startProblem: { reason: "INTERNAL", message: "No available instance." } },
      /No available instance/,
    ],
  ])("%s is told so", (_name, options, message) =>
    meet(options, async (home) => {
      const told = await outcomeOf(home);
      expect(told["returns"]).toMatchObject({ name: "CapacityError", message: expect.stringMatching(message) });
    }),
  );

  test(
    "meets a burst of UNAVAILABLE, lost answers and broken connections gets the result all the same",
    () =>
      meet({}, async (home, { emulator }) => {
        const unavailable = { kind: "answer", answer: { code: "UNAVAILABLE", message: "Try again." } } as const;
        const operations = [
          "CreateJob",
          "GetJob",
          "RunJob",
          "GetExecution",
          "ListTasks",
          "DeleteJob",
          "ListExecutions",
        ];
        for (const wanted of operations) {
          const match = ({ operation }: { readonly operation: string }): boolean => operation === wanted;
          emulator.faults.inject({ match, times: 2, fault: unavailable });
          emulator.faults.inject({ match, fault: { kind: "lose-response" } });
          emulator.faults.inject({ match, fault: { kind: "reset" } });
        }
        emulator.rest.faults.inject({ times: 2, fault: { kind: "reset" } });
        // The scenario expects a failure, and there is none.
        expect((await outcomeOf(home))["returns"]).toMatchObject({
          name: "none",
          message: expect.stringContaining('returned "done"'),
        });
        expect(emulator.startedExecutions()).toBe(1);
        expect(emulator.jobs()).toEqual([]);
      }),
    150_000,
  );
});
