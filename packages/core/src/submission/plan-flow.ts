import type { Plan } from "../contracts/plan.ts";
import type { Binding } from "./binding.ts";
import { prepareRun } from "./prepare-run.ts";

/** What a call would create. Builds and checks all that a call does, and creates nothing. */
export async function planFlow(binding: Binding, args: readonly unknown[]): Promise<Plan> {
  const { pool, job, bundle, bundleStorage } = await prepareRun(binding, args);
  return {
    flowName: binding.flow.name,
    workPool: { name: pool.name, type: pool.type, exists: pool.id !== null },
    jobConfiguration: job.configuration,
    command: job.command,
    storage: bundleStorage.storage.describe(),
    bundle: {
      sha256: bundle.code.sha256,
      bytes: bundle.code.bytes.byteLength,
      includedFiles: bundle.includedFiles,
      warnings: bundle.warnings,
    },
  };
}
