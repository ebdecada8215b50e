import path from "node:path";
import { createProcessBackend, type WorkloadBackend } from "prefect-emulators/workloads";

/** A name that no registry has. */
export const missingImage = "registry.test/prefect/missing:1";

/** Child processes in the place of containers, which find the runner where the runner image has it. */
export function createRunnerBackend(): WorkloadBackend {
  const runner = path.resolve(import.meta.dirname, "../../packages/runner-image/dist");
  return createProcessBackend({ missingImages: [missingImage], imageDirectories: { "/opt/prefect": runner } });
}
