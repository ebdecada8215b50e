import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { parseReport } from "../harness/user-home.ts";

describe("what a flow says in a container", () => {
  let home: DockerHome;

  beforeAll(async () => {
    home = await createDockerHome();
  });
  afterAll(() => home.remove());

  test("arrives whole, however long its lines are and whatever their characters", async () => {
    const outcome = await home.run("output", ["loud"]);
    expect(parseReport(outcome)).toEqual({ printed: true, isWhole: true });
    expect(outcome.stderr).toContain("a printed line");
  });

  test("is not shown with streamOutput false, and kept all the same", async () => {
    const outcome = await home.run("output", ["silent"]);
    expect(parseReport(outcome)).toEqual({ printed: true, isWhole: true });
    expect(outcome.stderr).not.toContain("a printed line");
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
