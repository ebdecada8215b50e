import { readdir } from "node:fs/promises";
import path from "node:path";
import { selectNames } from "../selected-names.ts";
import { runStep } from "../step.mjs";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run bench [-- name ...]`: runs the named programs of `benchmarks/`, or all of them. */
await runTask(async () => {
  const files = await readdir("benchmarks");
  const available = files.filter((file) => file.endsWith(".ts")).map((file) => path.basename(file, ".ts"));
  const names = selectNames("benchmark", process.argv.slice(2), available.sort());
  await buildWorkspace();
  for (const name of names) {
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", `benchmarks/${name}.ts`];
    await runStep(`benchmark ${name}`, command, { live: true });
  }
});
