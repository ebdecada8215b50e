import { expect, test } from "@jest/globals";
import type { Told } from "./google-failure-facts.ts";
import type { TestProject } from "./google-project.ts";
import type { UserHome } from "./user-home.ts";

/** What the emulators of Google's services can all be told. */
interface CommonOptions {
  readonly deniedPermissions?: readonly string[];
  readonly isEnabled?: boolean;
  readonly pendingMilliseconds?: number;
}

interface Fault {
  readonly match?: (request: { readonly operation: string }) => boolean;
  readonly times?: number;
  readonly fault:
    | { readonly kind: "answer"; readonly answer: { readonly code: "UNAVAILABLE"; readonly message: string } }
    | { readonly kind: "lose-response" }
    | { readonly kind: "reset" };
}

interface FaultyEmulator {
  readonly faults: { inject(fault: Fault): unknown };
  readonly rest: { readonly faults: { inject(fault: { times: number; fault: { kind: "reset" } }): unknown } };
}

export interface AccessSubject<Emulator, Options> {
  open(options: Options | CommonOptions): Promise<TestProject<Emulator>>;
  /** A user whose suite's `flows` play failures and submissions. */
  createHome(project: TestProject<Emulator>): Promise<UserHome>;
  /** `run.googleapis.com` */
  readonly api: string;
  /** What starting a run takes. */
  readonly permission: string;
  /** Everything that a run asks of the service. */
  readonly operations: readonly string[];
  /** Names of the jobs that there are. */
  jobs(emulator: Emulator): readonly string[];
  /** How many runs were ever started. */
  started(emulator: Emulator): number;
}

export type Meet<Emulator, Options> = <T>(
  options: Options | CommonOptions,
  act: (home: UserHome, project: TestProject<Emulator>) => Promise<T>,
) => Promise<T>;

/** Has users meet projects, both of which are gone afterwards whatever came of it. */
export function createMeeting<Emulator, Options>({
  open,
  createHome,
}: Pick<AccessSubject<Emulator, Options>, "open" | "createHome">): Meet<Emulator, Options> {
  return async (options, act) => {
    const project = await open(options);
    try {
      const home = await createHome(project);
      return await act(home, project).finally(() => home.remove());
    } finally {
      await project.close();
    }
  };
}

/** What a call of a flow that does nothing was told. */
export async function outcomeOf(home: UserHome): Promise<Told[string] | undefined> {
  return (await home.report<Told>("failures", ["returns"], { timeoutSeconds: 120 }))["returns"];
}

/** What those meet who may not do everything, and those for whom not everything works at once. */
export function accessFacts<Emulator extends FaultyEmulator, Options>(subject: AccessSubject<Emulator, Options>): void {
  const { api, permission, operations, jobs, started } = subject;
  const meet = createMeeting(subject);

  test("may not do it is told each permission that is missing by the check of the pool, and by the call", () =>
    meet({ deniedPermissions: [permission, "logging.logEntries.list"] }, async (home) => {
      const { stdout, stderr, exitCode } = await home.tryPrefect({}, "work-pool", "check", "jobs");
      expect(exitCode).not.toBe(0);
      for (const missing of [permission, "logging.logEntries.list"]) expect(`${stdout}${stderr}`).toContain(missing);
      expect(await outcomeOf(home)).toMatchObject({
        name: "GoogleAccessError",
        message: expect.stringContaining(`'${permission}' denied`),
      });
    }));

  test("has not enabled the API is told how, before a run exists", () =>
    meet({ isEnabled: false }, async (home) => {
      expect(await outcomeOf(home)).toMatchObject({
        name: "GoogleApiDisabledError",
        message: expect.stringContaining(`gcloud services enable ${api}`),
      });
      expect(JSON.parse(await home.prefect("flow-run", "ls", "--output", "json"))).toEqual([]);
    }));

  test("submits has a future before anything has started, and can cancel it", () =>
    meet({ pendingMilliseconds: 600_000 }, async (home, { emulator }) => {
      const outcome = await home.report("submitting", ["cancelUnstarted", `${home.directory}/never`]);
      expect(outcome).toEqual({ submitted: "PENDING", ended: "CANCELLED" });
      expect(started(emulator)).toBe(1);
      expect(jobs(emulator)).toEqual([]);
    }));

  test(
    "meets a burst of UNAVAILABLE, lost answers and broken connections gets the result all the same",
    () =>
      meet({}, async (home, { emulator }) => {
        const unavailable = { kind: "answer", answer: { code: "UNAVAILABLE", message: "Try again." } } as const;
        for (const wanted of operations) {
          const match = ({ operation }: { readonly operation: string }): boolean => operation === wanted;
          emulator.faults.inject({ match, times: 2, fault: unavailable });
          emulator.faults.inject({ match, fault: { kind: "lose-response" } });
          emulator.faults.inject({ match, fault: { kind: "reset" } });
        }
        emulator.rest.faults.inject({ times: 2, fault: { kind: "reset" } });
        // The scenario expects a failure, and there is none.
        expect(await outcomeOf(home)).toMatchObject({
          name: "none",
          message: expect.stringContaining('returned "done"'),
        });
        expect(started(emulator)).toBe(1);
        expect(jobs(emulator)).toEqual([]);
      }),
    150_000,
  );
}
