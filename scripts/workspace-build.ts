import { runStep } from "./step.mjs";

/** Builds every package; turbo skips those that did not change. */
export async function buildWorkspace(): Promise<void> {
  await runStep("build", ["turbo", "run", "build", "--output-logs=errors-only", "--ui=stream"]);
}
