import { whatServicesLack, withServicePool } from "../services/with-services.ts";
import { runStep } from "../step.mjs";
import { runTask, TaskError } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run soak [-- --runs 500 --seed 1]`: many short Docker runs, which faults befall at random. */
await runTask(async () => {
  const services = ["docker"] as const;
  const lacking = await whatServicesLack(services);
  if (lacking !== null) throw new TaskError(`The soak needs ${lacking}.`);
  await buildWorkspace();
  await withServicePool(async (pool) => {
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", "e2e/faults/soak.ts"];
    const env = { ...process.env, ...(await pool.environment(services)) };
    await runStep("soak", [...command, ...process.argv.slice(2)], { output: "live", env });
  });
});
