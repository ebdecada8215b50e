import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kubectl } from "../harness/kubectl.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesHome } from "../harness/kubernetes-home.ts";
import { submittingFacts } from "../harness/submitting-facts.ts";
import type { UserHome } from "../harness/user-home.ts";

const cluster = await openTestCluster();

describe("a flow on a cluster", () => {
  let home: UserHome;

  beforeAll(async () => {
    home = await createKubernetesHome(cluster, { TEST_TOKEN: "t0ken" });
  });
  afterAll(async () => {
    await home.remove();
    await cluster.close();
  });

  const selector = "app.kubernetes.io/part-of=prefect";
  const objects = (): Promise<string> =>
    kubectl(cluster, "get", "jobs,pods,secrets", "--selector", selector, "--output", "name");

  submittingFacts({
    home: () => home,
    leftovers: objects,
    /** Listed and described by kubectl without a warning. */
    async inspect(flowRunId) {
      const ofRun = ["--selector", `prefect.io/flow-run-id=${flowRunId}`];
      expect(await kubectl(cluster, "get", "jobs", ...ofRun)).toMatch(/^NAME .*\nfor-\S+ .*$/);
      const described = await kubectl(cluster, "describe", "jobs", ...ofRun);
      expect(described).toMatch(/Labels: .*team=olympic|team=olympic/s);
      expect(described).not.toMatch(/warning/i);
      expect(await kubectl(cluster, "describe", "pods", ...ofRun)).toMatch(/Status: +Running/);
    },
  });

  test("finds its secrets, those of the submitter and those of the namespace", async () => {
    const manifest = path.join(home.directory, "secret.json");
    const database = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "database" },
      stringData: { password: "sesame" },
    };
    await writeFile(manifest, JSON.stringify(database));
    await kubectl(cluster, "create", "--validate=false", "--filename", manifest);
    expect(await home.report("submitting", ["secrets"])).toEqual(["t0ken", "sesame"]);
    await kubectl(cluster, "delete", "secret", "database");
  });

  test("can be planned: the Job is told, and nothing is created", async () => {
    const plan = await home.report<{ readonly resource: object; readonly jobConfiguration: object }>("submitting", [
      "plan",
    ]);
    expect(plan.jobConfiguration).toMatchObject({ cluster_config: "********" });
    expect(JSON.stringify(plan)).not.toContain("hunter2");
    expect(plan.resource).toMatchObject({
      apiVersion: "batch/v1",
      kind: "Job",
      spec: {
        template: {
          spec: { containers: [{ image: "mine:1", resources: { limits: { "nvidia.com/gpu": 1 } } }] },
        },
      },
    });
    expect(await objects()).toBe("");
  });
});
