import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
  startKubernetesEmulator,
} from "prefect-emulators/kubernetes";
import { createDockerBackend } from "prefect-emulators/workloads";
import { createRunnerBackend } from "./emulated-image.ts";
import { requireSetting } from "./required-setting.ts";

/** A cluster for tests: the one of `PREFECT_TEST_KUBECONFIG`, else an emulated one. */
export interface TestCluster {
  /** The path of a kubeconfig. */
  readonly kubeconfig: string;
  /** Has Node.js and the runner. */
  readonly image: string;
  /** `null` where the cluster is a real one. */
  readonly emulator: KubernetesEmulator | null;
  close(): Promise<void>;
}

export interface TestClusterOptions extends Omit<KubernetesEmulatorOptions, "backend"> {
  /** What runs the pods of an emulated cluster. Default: processes. */
  readonly backend?: "process" | "docker";
}

/** Set where a real cluster is to be used in place of emulated ones. */
export const realKubeconfig: string | undefined = process.env["PREFECT_TEST_KUBECONFIG"] || undefined;

export async function openTestCluster({
  backend = "process",
  ...options
}: TestClusterOptions = {}): Promise<TestCluster> {
  if (realKubeconfig !== undefined) {
    const image = requireSetting("PREFECT_TEST_IMAGE");
    return { kubeconfig: realKubeconfig, image, emulator: null, close: async () => undefined };
  }
  return startEmulatedCluster({ backend, ...options });
}

/** For what a real cluster does not do when it is asked to: faults, lost nodes, counted requests. */
export async function startEmulatedCluster({ backend = "process", ...options }: TestClusterOptions = {}): Promise<
  TestCluster & { readonly emulator: KubernetesEmulator }
> {
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-kubernetes-"));
  const emulator = await startKubernetesEmulator({
    backend:
      backend === "docker"
        ? createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") })
        : createRunnerBackend(),
    backoffSeconds: 0.2,
    ...options,
  });
  const kubeconfig = path.join(directory, "kubeconfig");
  await writeFile(kubeconfig, emulator.kubeconfig());
  return {
    kubeconfig,
    image: backend === "docker" ? requireSetting("PREFECT_TEST_IMAGE") : "process",
    emulator,
    async close() {
      await emulator.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
