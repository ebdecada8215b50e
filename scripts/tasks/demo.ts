import path from "node:path";
import { runStep } from "../step.mjs";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run demo`: runs `examples/quickstart` against a control plane of its own, then lists the runs that it made. */
await runTask(async () => {
  await buildWorkspace();
  const env = {
    ...process.env,
    PREFECT_HOME: path.resolve(".cache/demo"),
    PREFECT_API_URL: undefined,
    // There is no runner image of a version that is not released; any with Node.js will do.
    PREFECT_RUNNER_IMAGE: process.env["PREFECT_RUNNER_IMAGE"] ?? "node:24-bookworm-slim",
  };
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
  await runStep("examples/quickstart", [...node, "quickstart.ts"], { output: "live", env, cwd: "examples/quickstart" });
  const command = path.resolve("packages/core/dist/cli.js");
  await runStep("prefect flow-run ls", [...node, command, "flow-run", "ls"], { output: "live", env });
});
