import { ImageUnavailableError } from "./image-unavailable-error.ts";
import { createMemoryWatch } from "./memory-watch.ts";
import { startProcess } from "./process-workload.ts";
import type { Workload, WorkloadBackend, WorkloadMount } from "./workload-backend.ts";

export interface ProcessBackendOptions {
  /** Images that no registry has; every other is there. */
  readonly missingImages?: readonly (string | RegExp)[];
  /** What an image would bring. Default: this process's `PATH`. */
  readonly imageEnv?: Readonly<Record<string, string>>;
  /** Directories of this machine that every image would hold, by their path in it. Default: none. */
  readonly imageDirectories?: Readonly<Record<string, string>>;
}

/**
 * Workloads as processes of this machine, for where no engine is. Of an image only the name counts. A command is its
 * entry point and arguments as given, mounted paths in it and in variables are written as those of this machine, the
 * user is this one, processors are not limited, and memory is looked at ten times a second.
 */
export function createProcessBackend({
  missingImages = [],
  imageEnv = { PATH: process.env["PATH"] ?? "" },
  imageDirectories = {},
}: ProcessBackendOptions = {}): WorkloadBackend {
  const running = new Set<Workload>();
  const memoryWatch = createMemoryWatch();
  const imageMounts = Object.entries(imageDirectories).map(([target, source]): WorkloadMount => ({
    source,
    target,
    isReadOnly: true,
  }));
  const isMissing = (image: string): boolean =>
    missingImages.some((missing) => (typeof missing === "string" ? missing === image : missing.test(image)));

  function requireImage(image: string): void {
    if (!isMissing(image)) return;
    const message = `manifest for ${image} not found: manifest unknown: manifest unknown`;
    throw new ImageUnavailableError({ image, problem: "not-found", message });
  }

  return {
    kind: "process",
    async provideImage(image) {
      requireImage(image);
    },
    async start(request) {
      requireImage(request.image);
      const workload = await startProcess(
        { ...request, mounts: [...imageMounts, ...(request.mounts ?? [])] },
        { imageEnv, memoryWatch },
      );
      running.add(workload);
      void workload.exited.then(() => running.delete(workload));
      return workload;
    },
    async close() {
      await Promise.all([...running].map((workload) => workload.remove()));
    },
  };
}
