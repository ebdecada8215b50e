import { runJest } from "../jest-run.ts";
import { runStaticChecks } from "../static-checks.ts";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm test`: builds, checks and runs the unit tests; arguments are passed to jest (`npm test -- settings`). */
await runTask(async () => {
  await buildWorkspace();
  await runStaticChecks();
  await runJest("unit tests", { config: "jest.config.js", resultName: "unit", args: process.argv.slice(2) });
});
