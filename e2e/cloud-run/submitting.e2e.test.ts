import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCloudRunHome } from "../harness/cloud-run-home.ts";
import { openCloudRunProject } from "../harness/cloud-run-project.ts";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";

const project = await openCloudRunProject({ secrets: { token: "sesame" }, ingestionMilliseconds: 200 });
const { emulator } = project;

describe("a flow in a job of Cloud Run", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createCloudRunHome(project);
  });
  afterAll(async () => {
    await home.remove();
    await project.close();
  });

  submittingFacts({
    home: () => home,
    leftovers: async () => emulator.jobs().join("\n"),
    async inspect(flowRunId) {
      const [job = "", ...others] = emulator.jobs();
      expect(others).toEqual([]);
      expect(job).toContain(flowRunId.replaceAll("-", "").slice(0, 12));
      expect(emulator.executionCount(job)).toBe(1);
    },
  });

  test("finds its secret of Secret Manager, and nothing of the submitter's credentials", async () => {
    expect(await home.report("submitting", ["secrets", "token"])).toEqual(["sesame", null]);
  });

  test("can be planned: the job is told, and nothing is made", async () => {
    const { resource } = await home.report<{ readonly resource: object }>("submitting", ["plan"]);
    expect(resource).toMatchObject({
      launchStage: "BETA",
      template: { template: { containers: [{ image: "mine:1", resources: { limits: { cpu: "2", memory: "4Gi" } } }] } },
    });
    expect(emulator.jobs()).toEqual([]);
  });

  test("leaves its job where that was asked for, until its run has expired", async () => {
    await home.report("submitting", ["keep"]);
    const [kept] = emulator.jobs();
    await home.prefect("gc");
    expect(emulator.jobs()).toEqual([kept]);
    await emulator.removeJob(kept ?? "");
  });

  test("is cleaned up by gc where its submitter was killed", async () => {
    const script = home.start("submitting", ["submit", `${home.directory}/nowhere`]);
    await script.printed(/not there yet/);
    script.kill("SIGKILL");
    await script.ended;
    const [job = ""] = emulator.jobs();
    // The flow itself goes on, and ends.
    while (emulator.runningExecutions() > 0) await delay(200);
    await home.prefect("gc");
    expect(emulator.jobs()).not.toContain(job);
  });
});
