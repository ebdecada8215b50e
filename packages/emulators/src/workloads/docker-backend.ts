import { connectToEngine } from "./docker-engine.ts";
import { provideDockerImage } from "./docker-image.ts";
import { startContainer } from "./docker-workload.ts";
import type { Workload, WorkloadBackend } from "./workload-backend.ts";

export interface DockerBackendOptions {
  /** As `DOCKER_HOST` says it. Default: `DOCKER_HOST`, else the usual socket. */
  readonly host?: string;
}

/** Workloads as containers of a local Docker engine, on the machine's own network, with real limits. */
export function createDockerBackend({
  host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock",
}: DockerBackendOptions = {}): WorkloadBackend {
  const engine = connectToEngine(host);
  const started = new Set<Workload>();
  return {
    kind: "docker",
    provideImage: (image, policy) => provideDockerImage(engine, image, policy),
    async start(request) {
      const workload = await startContainer(engine, request);
      const kept: Workload = {
        ...workload,
        async remove() {
          await workload.remove();
          started.delete(kept);
        },
      };
      started.add(kept);
      return kept;
    },
    async close() {
      await Promise.all([...started].map((workload) => workload.remove()));
    },
  };
}
