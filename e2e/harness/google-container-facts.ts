import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Told } from "./google-failure-facts.ts";
import type { TestProject } from "./google-project.ts";
import type { UserHome } from "./user-home.ts";

export interface ContainerSubject<Emulator> {
  /** A project whose jobs are containers. */
  open(): Promise<TestProject<Emulator>>;
  /** A user whose suite's `flows` play submissions and failures. */
  createHome(project: TestProject<Emulator>): Promise<UserHome>;
  /** Names of the jobs that there are. */
  jobs(emulator: Emulator): readonly string[];
}

/** By what a container runtime itself tells of how containers end. */
const failures = {
  "no such image": "ImagePullError",
  "no such command": "CommandNotFoundError",
  "no runner": "RunnerMissingError",
  "over its memory": "OutOfMemoryError",
  "over its time": "DeadlineExceededError",
  "ends its process": "InfrastructureExitedError",
};

/** What a flow does in a container that an emulated service of Google Cloud runs. */
export function googleContainerFacts<Emulator>({ open, createHome, jobs }: ContainerSubject<Emulator>): void {
  let project: TestProject<Emulator>;
  let home: UserHome;

  beforeAll(async () => {
    project = await open();
    home = await createHome(project);
  });
  afterAll(async () => {
    await home.remove();
    await project.close();
  });

  test("returns its result, and its log is shown where it was called", async () => {
    const { stdout, stderr, exitCode } = await home.run("submitting", ["hello"]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({ greeting: "Hello there" });
    expect(`${stdout}${stderr}`).toContain("greeting there");
  });

  test("finds its included files, and throws here what it threw there", async () => {
    expect(await home.report("submitting", ["files"])).toBe("Hello from a file");
    expect(await home.report("submitting", ["fails"])).toEqual({ isRangeError: true, message: "too far" });
  });

  test("is cancelled while it runs, and leaves nothing", async () => {
    expect(await home.report("submitting", ["cancel", "/nowhere"])).toBe("CANCELLED");
    expect(jobs(project.emulator)).toEqual([]);
  });

  test("ends with what befell its container, and leaves nothing", async () => {
    const told = await home.report<Told>("failures", Object.keys(failures), { timeoutSeconds: 150 });
    expect(Object.fromEntries(Object.entries(told).map(([scenario, { name }]) => [scenario, name]))).toEqual(failures);
    expect(jobs(project.emulator)).toEqual([]);
  }, 180_000);
}
