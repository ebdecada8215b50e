import { publishedPackages } from "../published-packages.ts";
import { runStaticChecks } from "../static-checks.ts";
import { runSideBySide, runStep } from "../step.mjs";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run check`: everything that can be said about the code without running it. */
await runTask(async () => {
  await buildWorkspace();
  const published = await publishedPackages();
  await runSideBySide([
    runStaticChecks,
    () => runStep("unused files, exports and dependencies", ["knip", "--no-progress"]),
    ...published.map((directory) => () => {
      return runStep(`packed ${directory}`, ["publint", "run", directory, "--pack", "pnpm", "--strict"]);
    }),
  ]);
});
