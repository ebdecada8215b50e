import { chmod, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";

describe("the documented example", () => {
  let home: DockerHome;
  let results: string;

  beforeAll(async () => {
    home = await createDockerHome();
    results = path.join(home.directory, "results");
    await mkdir(results);
    // The container's user is not the submitter's.
    await chmod(home.directory, 0o755);
    await chmod(results, 0o777);
    await home.prefect("work-pool", "create", "olympic", "--type", "docker");
    // The storage of this pool is the block that the flow names.
    await home.prefect("work-pool", "create", "marathon", "--type", "docker");
    await home.prefect("work-pool", "storage", "configure", "local", "marathon", "--basepath", results);
  });
  afterAll(() => home.remove());

  test("prints, returns, and leaves its result in the mounted directory", async () => {
    const { exitCode, stdout, stderr } = await home.run("documented-example", [results]);
    expect({ exitCode, output: `${stdout}${stderr}` }).toEqual({
      exitCode: 0,
      output: expect.stringContaining("Hello Marvin!"),
    });
    expect(stdout.trim().split("\n").at(-1)).toBe("6");
    const [file = ""] = await readdir(results, { recursive: true });
    expect(file).not.toBe("");
    expect(await readFile(path.join(results, file), "utf8")).toBe("6");
  });

  test("and so does the quickstart, in one of whose runs the engine takes part", async () => {
    const { exitCode, stdout, stderr } = await home.run("../../../examples/quickstart/quickstart");
    expect({ exitCode, output: `${stdout}${stderr}` }).toEqual({
      exitCode: 0,
      output: expect.stringContaining("in a Docker container: the mean of the 1950s is 315."),
    });
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
