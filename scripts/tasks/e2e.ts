import { runJest } from "../jest-run.ts";
import { selectNames } from "../selected-names.ts";
import { type RunningService, type ServiceName, services } from "../services/service.ts";
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
  for (const suite of suites.filter(({ name }) => names.includes(name))) {
    await runSuite(suite).catch((error: unknown) =>
      failures.push(error instanceof Error ? error.message : String(error)),
    );
  }
  if (failures.length > 0) throw new TaskError(failures.join("\n"));
});

async function runSuite(suite: Suite): Promise<void> {
  for (const name of suite.services) {
    const lacking = await services[name].lacks();
    if (lacking === null) continue;
    if (process.env["CI"]) throw new TaskError(`The e2e suite ${suite.name} needs ${lacking}.`);
    console.log(`- e2e ${suite.name} skipped: this machine lacks ${lacking}`);
    return;
  }
  await withServices(suite.services, (env) =>
    runJest(`e2e ${suite.name}`, {
      config: "e2e/jest.config.js",
      resultName: suite.name,
      args: ["--testPathPatterns", `/e2e/${suite.name}/`],
      env,
    }),
  );
}

async function withServices(
  names: readonly ServiceName[],
  run: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const running: RunningService[] = [];
  try {
    for (const name of names) {
      await services[name].prepare();
      running.push(await services[name].start());
    }
    await run(Object.assign({}, ...running.map((service) => service.env)));
  } finally {
    await Promise.all(running.map((service) => service.stop()));
  }
}
