import { writeFile } from "node:fs/promises";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { createDockerBackend } from "../workloads/docker-backend.ts";
import { createProcessBackend } from "../workloads/process-backend.ts";
import { startKubernetesEmulator } from "./kubernetes-emulator.ts";

/**
 * Runs a cluster until it is interrupted. `--kubeconfig FILE` is written for its clients; pods are processes, or with
 * `--docker HOST` containers.
 */
export async function runKubernetes(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      kubeconfig: { type: "string", default: "kubeconfig.json" },
      docker: { type: "string" },
      port: { type: "string", default: "0" },
      namespace: { type: "string", multiple: true, default: [] },
    },
  });
  const backend = values.docker === undefined ? createProcessBackend() : createDockerBackend({ host: values.docker });
  const cluster = await startKubernetesEmulator({ backend, port: Number(values.port), namespaces: values.namespace });
  await writeFile(values.kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
  process.stdout.write(`${cluster.url}\nexport KUBECONFIG=${values.kubeconfig}\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await cluster.close();
}
