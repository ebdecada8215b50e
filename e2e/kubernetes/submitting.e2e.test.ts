import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseReport } from "../harness/docker-home.ts";
import { kubectl } from "../harness/kubectl.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesHome, type KubernetesHome } from "../harness/kubernetes-home.ts";
import { loadScale } from "../harness/scale.ts";

const cluster = await openTestCluster();
const count = Math.ceil(100 * loadScale());

describe("a flow on a cluster", () => {
  let home: KubernetesHome;

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

  test("returns its result, and its log is shown where it was called", async () => {
    const { stdout, stderr, exitCode } = await home.run("submitting", ["hello"]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      greeting: "Hello cluster",
      at: "1970-01-01T00:00:00.000Z",
    });
    expect(`${stdout}${stderr}`).toContain("greeting cluster");
  });

  test("finds its included files in its working directory", async () => {
    expect(await home.report("submitting", ["files"])).toBe("Hello from a file");
  });

  test("calls other flows in its pod, and is called by flows here", async () => {
    expect(await home.report("submitting", ["nested"])).toBe(41);
    expect(await home.report("submitting", ["parent"])).toMatchObject({ greeting: "Hello child" });
  });

  test("throws here what it threw there", async () => {
    expect(await home.report("submitting", ["fails"])).toEqual({ isRangeError: true, message: "too far" });
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

  test("is a future as soon as its Job is there, which kubectl lists and describes without a warning", async () => {
    const go = path.join(home.directory, "go");
    const script = home.start("submitting", ["submit", go]);
    const [, id = ""] = await script.printed(/submitted (\S+)/);
    await script.printed(/not there yet/);
    const ofRun = ["--selector", `prefect.io/flow-run-id=${id}`];
    expect(await kubectl(cluster, "get", "jobs", ...ofRun)).toMatch(/^NAME .*\nfor-\S+ .*$/);
    const described = await kubectl(cluster, "describe", "jobs", ...ofRun);
    expect(described).toMatch(/Labels: .*team=olympic|team=olympic/s);
    expect(described).not.toMatch(/warning/i);
    expect(await kubectl(cluster, "describe", "pods", ...ofRun)).toMatch(/Status: +Running/);
    await writeFile(go, "");
    expect(parseReport(await script.ended)).toMatchObject({
      result: "found",
      lines: expect.arrayContaining(["not there yet", "there it is"]),
      state: "COMPLETED",
    });
  });

  test("is cancelled, and its Job is gone", async () => {
    expect(await home.report("submitting", ["cancel", path.join(home.directory, "never")])).toBe("CANCELLED");
    expect(await objects()).toBe("");
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

  test(`runs ${count} times at once`, async () => {
    const squares = await home.report<number[]>("submitting", ["many", String(count)], { timeoutSeconds: 280 });
    expect(squares).toEqual(Array.from({ length: count }, (_, value) => value * value));
  }, 300_000);

  test("leaves nothing in the cluster", async () => {
    expect(await objects()).toBe("");
  });
});
