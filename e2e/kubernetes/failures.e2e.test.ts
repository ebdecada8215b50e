import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kubectl } from "../harness/kubectl.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesHome, type KubernetesHome } from "../harness/kubernetes-home.ts";

const cluster = await openTestCluster();

describe("a run that the cluster cannot carry out", () => {
  let home: KubernetesHome;

  beforeAll(async () => {
    home = await createKubernetesHome(cluster);
  });
  afterAll(async () => {
    await home.remove();
    await cluster.close();
  });

  test.each<[string, string, RegExp]>([
    ["no such context", "ClusterConfigurationError", /it has no context 'nowhere', only /],
    ["no such namespace", "NamespaceNotFoundError", /kubectl create namespace nowhere/],
    ["no such image", "ImagePullError", /registry\.test\/prefect\/missing:1/],
    ["no such command", "CommandNotFoundError", /no-such-program/],
    ["no runner", "RunnerMissingError", /COPY --from=prefecthq\/prefect-typescript-runner/],
    ["impossible resources", "UnschedulableError", /Insufficient cpu/],
    ["impossible node", "UnschedulableError", /didn't match Pod's node affinity\/selector/],
    ["invalid quantity", "JobConfigurationError", /'memory_limit' must be a quantity/],
    ["patch that does not apply", "JobConfigurationError", /'patch' cannot be applied/],
    ["invalid patch", "StartFailedError", /backoffLimit/],
    ["unknown secret", "StartFailedError", /secret "nothing" not found/],
    ["ends its process", "InfrastructureExitedError", /process\.exit\(3\)/],
  ])("%s: %s", async (scenario, name, message) => {
    expect(await home.report("failures", [scenario])).toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test("leaves nothing in the cluster", async () => {
    const selector = "app.kubernetes.io/part-of=prefect";
    expect(await kubectl(cluster, "get", "jobs,pods,secrets", "--selector", selector, "--output", "name")).toBe("");
  });

  test("no cluster: ClusterUnreachableError, and the run is not even made", async () => {
    const nowhere = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "nowhere", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "nobody", user: { token: "none" } }],
      contexts: [{ name: "nowhere", context: { cluster: "nowhere", user: "nobody" } }],
      "current-context": "nowhere",
    };
    const { writeFile } = await import("node:fs/promises");
    const kubeconfig = `${home.directory}/nowhere`;
    await writeFile(kubeconfig, JSON.stringify(nowhere));
    const failure = await home.report("failures", ["returns"], { env: { KUBECONFIG: kubeconfig } });
    expect(failure).toMatchObject({ name: "ClusterUnreachableError", message: expect.stringContaining("127.0.0.1:1") });
    const missing = await home.report("failures", ["returns"], { env: { KUBECONFIG: `${home.directory}/absent` } });
    expect(missing).toMatchObject({ name: "ClusterConfigurationError", message: expect.stringContaining("absent") });
  });
});
