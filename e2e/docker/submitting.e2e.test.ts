import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listContainers } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { parseReport } from "../harness/user-home.ts";

interface PrintedPlan {
  readonly workPool: { readonly name: string; readonly type: string; readonly exists: boolean };
  readonly command: readonly string[];
  readonly resource: { readonly Image: string };
  readonly bundle: { readonly bytes: number };
}

describe("a flow that is submitted", () => {
  let home: DockerHome;

  beforeAll(async () => {
    home = await createDockerHome();
    await chmod(home.directory, 0o755);
  });
  afterAll(() => home.remove());

  test("finds its included files in its working directory", async () => {
    expect(await home.report("submitting", ["files"])).toBe("Hello from a file");
  });

  test("can be planned: image, request and size are told, and nothing is created", async () => {
    const plan = await home.report<PrintedPlan>("submitting", ["plan", home.directory]);
    expect(plan.workPool.type).toBe("docker");
    expect(plan.command).toContain("execute");
    expect(plan.resource.Image).toBe("node:99");
    expect(plan.bundle.bytes).toBeGreaterThan(0);
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--output", "json")) as { flow_name?: string }[];
    expect(JSON.stringify(runs)).not.toContain("waits");
  });

  test("is a future as soon as its container runs, and shows its output while it does", async () => {
    const script = home.start("submitting", ["submit", home.directory]);
    const [, id = ""] = await script.printed(/submitted (\S+)/);
    await script.printed(/not there yet/);
    const [container] = await listContainers(`io.prefect.flow-run-id=${id}`);
    await writeFile(path.join(home.directory, "go"), "");
    const outcome = parseReport(await script.ended) as { result: string; lines: string[]; state: string };
    expect(outcome).toMatchObject({ result: "found", state: "COMPLETED" });
    expect(outcome.lines.slice(1, -1)).toEqual([`waiting for ${home.directory}/go`, "not there yet", "there it is"]);
    expect(container).toMatchObject({
      name: expect.stringMatching(/^waits-for-/),
      labels: { team: "olympic", "io.prefect.flow-run-attempt": "1" },
    });
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
