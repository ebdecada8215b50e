import { runJest } from "../jest-run.ts";
import { selectNames } from "../selected-names.ts";
import { type ServicePool, whatServicesLack, withServicePool } from "../services/with-services.ts";
import { type Suite, loadSuites } from "../suites.ts";
import { runTask, TaskError } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/**
 * `npm run e2e [-- name ...]`: runs the named suites of `e2e/`, or all of them, one after the other.
 * `PREFECT_E2E_SUITES_AT_ONCE` says how many run side by side.
 */
await runTask(async () => {
  const suites = await loadSuites();
  const names = selectNames(
    "e2e suite",
    process.argv.slice(2),
    suites.map((suite) => suite.name),
  );
  const selected = suites.filter(({ name }) => names.includes(name));
  const atOnce = Math.min(readSuitesAtOnce(), selected.length);
  await buildWorkspace();
  const failures: string[] = [];
  await withServicePool(async (pool) => {
    const waiting = selected.values();
    async function runNext(): Promise<void> {
      for (const suite of waiting) {
        await runSuite(suite, pool, atOnce === 1 ? "live" : "whole").catch((error: unknown) =>
          failures.push(error instanceof Error ? error.message : String(error)),
        );
      }
    }
    await Promise.all(Array.from({ length: atOnce }, runNext));
  });
  if (failures.length > 0) throw new TaskError(failures.join("\n"));
});

function readSuitesAtOnce(): number {
  const text = process.env["PREFECT_E2E_SUITES_AT_ONCE"] || "1";
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new TaskError(`PREFECT_E2E_SUITES_AT_ONCE is ${JSON.stringify(text)}, not a number from 1 to 99.`);
}

async function runSuite(suite: Suite, pool: ServicePool, output: "live" | "whole"): Promise<void> {
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
    output,
  });
}
