import { runJest } from "../jest-run.ts";
import { selectNames } from "../selected-names.ts";
import { type ServicePool, whatServicesLack, withServicePool } from "../services/with-services.ts";
import { type Suite, loadSuites } from "../suites.ts";
import { runTask, TaskError } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run e2e [-- name ...]`: runs the named suites of `e2e/`, or all of them, one after the other. */
await runTask(async () => {
  const suites = await loadSuites();
  const names = selectNames(
    "e2e suite",
    process.argv.slice(2),
    suites.map((suite) => suite.name),
  );
  await buildWorkspace();
  const failures: string[] = [];
  await withServicePool(async (pool) => {
    for (const suite of suites.filter(({ name }) => names.includes(name))) {
      await runSuite(suite, pool).catch((error: unknown) =>
        failures.push(error instanceof Error ? error.message : String(error)),
      );
    }
  });
  if (failures.length > 0) throw new TaskError(failures.join("\n"));
});

async function runSuite(suite: Suite, pool: ServicePool): Promise<void> {
  const lacking = await whatServicesLack(suite.services);
  if (lacking !== null) {
    if (process.env["CI"]) throw new TaskError(`The e2e suite ${suite.name} needs ${lacking}.`);
    console.log(`- e2e ${suite.name} skipped: this machine lacks ${lacking}`);
    return;
  }
  await runJest(`e2e ${suite.name}`, {
    config: "e2e/jest.config.js",
    resultName: suite.name,
    args: ["--testPathPatterns", `/e2e/${suite.name}/`, "--maxWorkers", String(suite.workers)],
    env: await pool.environment(suite.services),
  });
}
