import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";
import { createVertexAiHome } from "../harness/vertex-ai-home.ts";
import { openVertexAiProject } from "../harness/vertex-ai-project.ts";

// Lists tell of a new job late, and so does the log of its lines.
const project = await openVertexAiProject({ listLagMilliseconds: 1000, ingestionMilliseconds: 200 });
const { emulator } = project;
const names = (): readonly string[] => emulator.jobs().map(({ name }) => String(name));

describe("a flow in a custom job of Vertex AI", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createVertexAiHome(project);
  });
  afterAll(async () => {
    await home.remove();
    await project.close();
  });

  submittingFacts({
    home: () => home,
    leftovers: async () => names().join("\n"),
    async inspect(flowRunId) {
      const labels = { "prefect-io_flow-run-id": flowRunId, team: "olympic" };
      expect(emulator.jobs()).toEqual([expect.objectContaining({ labels: expect.objectContaining(labels) })]);
    },
  });

  test("runs under the job's number, and finds nothing of the submitter's credentials", async () => {
    expect(await home.report("submitting", ["reveals"])).toEqual([expect.stringMatching(/^\d+$/), null]);
  });

  test("can be planned: the job is told, and nothing is made", async () => {
    const created = emulator.createdCount;
    const { resource } = await home.report<{ readonly resource: object }>("submitting", ["plan"]);
    expect(resource).toMatchObject({
      jobSpec: {
        workerPoolSpecs: [
          {
            machineSpec: { machineType: "g2-standard-48", acceleratorType: "NVIDIA_L4", acceleratorCount: 4 },
            containerSpec: { imageUri: "mine:1" },
          },
        ],
        scheduling: { disableRetries: true },
      },
    });
    expect(emulator.createdCount).toBe(created);
  });

  test("leaves its job where that was asked for, until its run has expired", async () => {
    await home.report("submitting", ["keep"]);
    const kept = names();
    expect(kept).toHaveLength(1);
    await home.prefect("gc");
    expect(names()).toEqual(kept);
    await emulator.removeJob(kept[0] ?? "");
  });

  test("is cleaned up by gc where its submitter was killed", async () => {
    const script = home.start("submitting", ["submit", `${home.directory}/nowhere`]);
    await script.printed(/not there yet/);
    script.kill("SIGKILL");
    await script.ended;
    expect(names()).toHaveLength(1);
    // The flow itself goes on, and ends.
    while (emulator.jobs().some(({ state }) => state === "JOB_STATE_RUNNING")) await delay(200);
    await home.prefect("gc");
    expect(names()).toEqual([]);
  });
});
