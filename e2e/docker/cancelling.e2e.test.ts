import { chmod, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listContainers } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";

interface Cancellation {
  readonly state: string;
  readonly flowRunId: string;
}

describe("a run that is cancelled", () => {
  let home: DockerHome;

  beforeAll(async () => {
    home = await createDockerHome();
    await chmod(home.directory, 0o777);
  });
  afterAll(() => home.remove());

  test("may tidy up, and its container is gone once it is cancelled", async () => {
    const { state, flowRunId } = await home.report<Cancellation>("cancelling", ["listens", home.directory]);
    expect(state).toBe("CANCELLED");
    expect(await readFile(path.join(home.directory, "listens"), "utf8")).toBe("tidied up");
    expect(await listContainers(`io.prefect.flow-run-id=${flowRunId}`)).toEqual([]);
  });

  test("and does not listen is ended by force", async () => {
    const { state, flowRunId } = await home.report<Cancellation>("cancelling", ["blocks", home.directory]);
    expect(state).toBe("CANCELLED");
    expect(await listContainers(`io.prefect.flow-run-id=${flowRunId}`)).toEqual([]);
  });

  test("by Ctrl-C at its submitter leaves no container either", async () => {
    const script = home.start("hanging");
    await script.printed(/ready for 600 s/);
    script.kill("SIGINT");
    await script.ended;
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--output", "json")) as { state_type: string }[];
    expect(new Set(runs.map(({ state_type }) => state_type))).toEqual(new Set(["CANCELLED"]));
    expect(await home.containers()).toEqual([]);
  });
});
