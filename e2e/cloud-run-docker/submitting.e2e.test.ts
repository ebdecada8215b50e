import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCloudRunHome } from "../harness/cloud-run-home.ts";
import { openTestProject, type TestProject } from "../harness/cloud-run-project.ts";
import type { UserHome } from "../harness/user-home.ts";

type Told = Readonly<Record<string, { readonly name: string; readonly message: string }>>;

// With real containers: limits of memory, images, signals and exit codes are those of a container runtime.
describe("a flow in a container of Cloud Run", () => {
  let project: TestProject;
  let home: UserHome;

  beforeAll(async () => {
    project = await openTestProject({ backend: "docker", secrets: { token: "sesame" } });
    home = await createCloudRunHome(project);
  });
  afterAll(async () => {
    await home.remove();
    await project.close();
  });

  test("returns its result, and its log is shown where it was called", async () => {
    const { stdout, stderr, exitCode } = await home.run("submitting", ["hello"]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(`${stdout}${stderr}`).toContain("greeting there");
  });

  test("finds its included files and its secret", async () => {
    expect(await home.report("submitting", ["files"])).toBe("Hello from a file");
    expect(await home.report("submitting", ["secrets", "token"])).toEqual(["sesame", null]);
  });

  test("is cancelled, and leaves nothing", async () => {
    expect(await home.report("submitting", ["cancel", "/never"])).toBe("CANCELLED");
    expect(project.emulator.jobs()).toEqual([]);
  });

  test("is ended by its limit of memory, its exit code and a command that is not there, and told so", async () => {
    const told = await home.report<Told>(
      "failures",
      ["over its memory", "ends its process", "no such command", "no runner"],
      { timeoutSeconds: 120 },
    );
    expect(Object.fromEntries(Object.entries(told).map(([scenario, { name }]) => [scenario, name]))).toEqual({
      "over its memory": "OutOfMemoryError",
      "ends its process": "InfrastructureExitedError",
      "no such command": "CommandNotFoundError",
      "no runner": "RunnerMissingError",
    });
    expect(project.emulator.jobs()).toEqual([]);
  }, 150_000);
});
