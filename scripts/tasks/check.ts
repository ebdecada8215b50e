import { readFile } from "node:fs/promises";
import path from "node:path";
import { childDirectories } from "../child-directories.ts";
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

async function publishedPackages(): Promise<string[]> {
  const published: string[] = [];
  for (const name of await childDirectories("packages")) {
    const manifest = JSON.parse(await readFile(path.join("packages", name, "package.json"), "utf8")) as object;
    if (!("private" in manifest)) published.push(path.join("packages", name));
  }
  return published;
}
