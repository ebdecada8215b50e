import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startDockerEngine } from "./docker-engine.ts";
import { ensureTestImages } from "./docker-images.ts";
import { installDockerPackages, registryProgram, unpackPrograms } from "./docker-programs.ts";
import type { RunningService, Service } from "./service.ts";

/** A real Docker engine of its own, on a socket of its own, with images that were made on this machine. */
export const docker: Service = { lacks, prepare, start };

async function lacks(): Promise<string | null> {
  if (process.platform !== "linux") return "Linux, for a Docker engine of its own";
  if (process.getuid?.() !== 0) return "root, for a Docker engine of its own";
  return isInstalled("apt-get") ? null : "apt-get, which fetches what the engine and its tests need";
}

async function prepare(): Promise<void> {
  if (!["dockerd", "docker", "ip"].every(isInstalled)) await installDockerPackages();
  await unpackPrograms();
}

async function start(): Promise<RunningService> {
  const engine = await startDockerEngine();
  try {
    const images = await ensureTestImages(engine.host);
    return {
      env: {
        PREFECT_TEST_DOCKER_HOST: engine.host,
        PREFECT_TEST_REGISTRY_PROGRAM: registryProgram,
        PREFECT_TEST_IMAGE: images.node,
        PREFECT_TEST_SHELL_IMAGE: images.shell,
        PREFECT_TEST_OLD_NODE_IMAGE: images.oldNode,
      },
      stop: engine.stop,
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

function isInstalled(program: string): boolean {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  return directories.some((directory) => existsSync(join(directory, program)));
}
