import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { services } from "../services/service.ts";
import { runStep } from "../step.mjs";
import { loadSuites } from "../suites.ts";
import { runTask } from "../task.mjs";
import { loadReports, sumReports, withFailedCommands } from "../test-totals.ts";

/**
 * What `.ci/run` does: `npm test` and every e2e suite, while what the suites need beside them is installed at the same
 * time. The last line counts all tests.
 */
await runTask(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "test-results-"));
  try {
    const scale = process.env["PREFECT_E2E_SCALE"] ?? "0.2";
    const atOnce = process.env["PREFECT_E2E_SUITES_AT_ONCE"] ?? "2";
    const env = {
      ...process.env,
      TEST_RESULTS_DIRECTORY: directory,
      PREFECT_E2E_SCALE: scale,
      PREFECT_E2E_SUITES_AT_ONCE: atOnce,
    };
    const prepared = prepareServices();
    let failedCommands = 0;
    for (const [title, task] of [
      ["npm test", "test"],
      ["npm run e2e", "e2e"],
    ] as const) {
      const command = [process.execPath, "scripts/run.mjs", task];
      await runStep(title, command, { output: "live", env }).catch((error: Error) => {
        console.error(error.message);
        failedCommands += 1;
      });
      await prepared;
    }
    const totals = withFailedCommands(sumReports(await loadReports(directory)), failedCommands);
    console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

/** A service that cannot be installed fails again, with its reason, in the suite that needs it. */
async function prepareServices(): Promise<void> {
  const names = new Set((await loadSuites()).flatMap((suite) => suite.services));
  await Promise.allSettled([...names].map((name) => services[name].prepare()));
}
