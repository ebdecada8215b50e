import path from "node:path";
import { publishedPackages } from "../published-packages.ts";
import { runStep } from "../step.mjs";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

const destination = path.resolve(".cache/tarballs");

/** `npm run tarballs`: every package as a registry would give it; npm itself would leave their links to each other in. */
await runTask(async () => {
  await buildWorkspace();
  for (const directory of await publishedPackages()) {
    await runStep(`pack ${directory}`, ["pnpm", "pack", "--pack-destination", destination], { cwd: directory });
  }
  console.log(`npm install ${destination}/NAME-VERSION.tgz`);
});
