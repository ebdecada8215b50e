import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kubectl } from "../harness/kubectl.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesHome } from "../harness/kubernetes-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const cluster = await openTestCluster();

describe("a run that the cluster cannot carry out", () => {
  let home: UserHome;

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

  test("may not be started with these credentials: `work-pool check` names each verb that is missing", async () => {
    expect(await home.prefect("work-pool", "check", "cluster")).toContain(
      "✓ create jobs.batch in the namespace default, to start runs",
    );
    if (cluster.emulator === null) return;
    const kubeconfig = `${home.directory}/submitter`;
    await writeFile(kubeconfig, cluster.emulator.kubeconfig({ user: "submitter" }));
    const role = (verbs: readonly string[]) => [
      { apiGroups: ["batch"], resources: ["jobs"], verbs },
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
    ];
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "Role",
          metadata: { name: "submitter" },
          rules: role(["create", "get", "list", "watch", "delete"]),
        },
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "RoleBinding",
          metadata: { name: "submitter" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "submitter" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "submitter" }],
        },
      ],
    };
    const manifest = `${home.directory}/role.json`;
    await writeFile(manifest, JSON.stringify(list));
    await kubectl(cluster, "create", "--validate=false", "--filename", manifest);
    const { exitCode, stdout, stderr } = await home.tryPrefect(
      { KUBECONFIG: kubeconfig },
      "work-pool",
      "check",
      "cluster",
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining("they may not 'get pods/log in the namespace default'."),
    });
    expect(stdout).toContain("✓ create jobs.batch in the namespace default, to start runs");
    expect(stdout).toContain("! create secrets in the namespace default, to hand secrets to runs (optional)");
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
    const kubeconfig = `${home.directory}/nowhere`;
    await writeFile(kubeconfig, JSON.stringify(nowhere));
    const failure = await home.report("failures", ["returns"], { env: { KUBECONFIG: kubeconfig } });
    expect(failure).toMatchObject({ name: "ClusterUnreachableError", message: expect.stringContaining("127.0.0.1:1") });
    const missing = await home.report("failures", ["returns"], { env: { KUBECONFIG: `${home.directory}/absent` } });
    expect(missing).toMatchObject({ name: "ClusterConfigurationError", message: expect.stringContaining("absent") });
  });
});
