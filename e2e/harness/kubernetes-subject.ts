import type { LauncherSubject, LaunchWants } from "prefect-core/testing";
import type { KubernetesConfiguration } from "../../packages/kubernetes/src/kubernetes-configuration.ts";
import { parseKubernetesConfiguration } from "../../packages/kubernetes/src/kubernetes-configuration.ts";
import { createKubernetesLauncher } from "../../packages/kubernetes/src/kubernetes-launcher.ts";
import { missingImage } from "./emulated-image.ts";
import type { TestCluster } from "./kubernetes-cluster.ts";
import { kubectl } from "./kubectl.ts";

/** The namespace of the tests' Jobs. */
export const testNamespace: string = process.env["PREFECT_TEST_NAMESPACE"] || "default";

/** The Kubernetes launcher on the cluster of the tests, as the launcher suite drives it. */
export function createKubernetesSubject(cluster: TestCluster): LauncherSubject<KubernetesConfiguration> {
  const { emulator, image } = cluster;
  const createLauncher = () => createKubernetesLauncher(toConfiguration(image, {}));
  return {
    createLauncher,
    toRequest: (launch, wants) => ({
      ...launch,
      configuration: toConfiguration(wants.missingImage === true ? missingImage : image, wants),
    }),
    async removeByHand({ details }) {
      await kubectl(cluster, "delete", "job", String(details["job"]), "--cascade=foreground", "--wait=true");
    },
    ...(emulator === null
      ? {}
      : {
          async createLosingLauncher() {
            const lost = emulator.faults.inject({
              match: ({ operation }) => operation === "create jobs",
              fault: { kind: "lose-response" },
            });
            return {
              launcher: createLauncher(),
              lostResponses: () => lost.hits,
              [Symbol.asyncDispose]: async () => lost.remove(),
            };
          },
        }),
    createUnreachableLauncher: () =>
      createKubernetesLauncher({
        ...toConfiguration(image, {}),
        cluster: { kind: "block", context: "nowhere", kubeconfig: unreachableKubeconfig },
      }),
    async listLeftovers(labels) {
      const selector = Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(",");
      // What a Job owns is removed by the cluster a moment after it.
      for (let left = ""; ;) {
        const names = await kubectl(cluster, "get", "jobs,pods,secrets", "--selector", selector, "--output", "name");
        if (names === "" || names === left) return names.split("\n").filter(Boolean);
        left = names;
      }
    },
  };
}

const unreachableKubeconfig = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "nowhere", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "nobody", user: { token: "none" } }],
  contexts: [{ name: "nowhere", context: { cluster: "nowhere", user: "nobody" } }],
};

/** As the template is rendered for a call; the launcher finds the cluster by `KUBECONFIG`. */
function toConfiguration(image: string, { memoryMegabytes, deadlineSeconds }: LaunchWants): KubernetesConfiguration {
  const memory = memoryMegabytes === undefined ? {} : { limits: { memory: `${memoryMegabytes}Mi` } };
  const container = { name: "prefect-job", image, imagePullPolicy: "IfNotPresent", resources: memory };
  const deadline = deadlineSeconds === undefined ? {} : { activeDeadlineSeconds: deadlineSeconds };
  const rendered = {
    namespace: testNamespace,
    job_manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { labels: {}, annotations: {} },
      spec: { ...deadline, template: { spec: { restartPolicy: "Never", containers: [container] } } },
    },
  };
  return parseKubernetesConfiguration(rendered, {});
}
