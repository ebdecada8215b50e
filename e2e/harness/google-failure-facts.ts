import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { TestProject } from "./google-project.ts";
import type { UserHome } from "./user-home.ts";

/** What befalls the job, what its caller is told by the error's class, and what by its words. */
export type Failure = readonly [scenario: string, name: string, message: RegExp];

/** What calls were told, by scenario. */
export type Told = Readonly<Record<string, { readonly name: string; readonly message: string }>>;

export interface FailureSubject<Emulator> {
  open(): Promise<TestProject<Emulator>>;
  /** A user whose suite's `flows/failures.ts` plays the scenarios. */
  createHome(project: TestProject<Emulator>): Promise<UserHome>;
  readonly failures: readonly Failure[];
  /** Those of which the caller is told before a run exists. */
  readonly refused: readonly Failure[];
  /** Names of the jobs that there are. */
  jobs(emulator: Emulator): readonly string[];
  /** Removes the job of the scenario `taken away` once its container runs; `false`: it does not yet. */
  takeAway(emulator: Emulator): Promise<boolean>;
}

/** What a service of Google Cloud cannot carry out ends with its reason, and leaves nothing. All are played at once. */
export function failureFacts<Emulator>({
  open,
  createHome,
  failures,
  refused,
  jobs,
  takeAway,
}: FailureSubject<Emulator>): void {
  const all = [...failures, ...refused];
  const opening = open();
  let home: UserHome;
  let told: Told = {};

  beforeAll(async () => {
    const project = await opening;
    home = await createHome(project);
    const names = all.map(([scenario]) => scenario);
    const playing = home.report<Told>("failures", names, { timeoutSeconds: 240 });
    const isOver = playing.then(
      () => true,
      () => true,
    );
    while (!(await takeAway(project.emulator)) && !(await Promise.race([isOver, delay(50, false)])));
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
    expect(jobs((await opening).emulator)).toEqual([]);
  });
}
