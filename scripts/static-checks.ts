import { runSideBySide, runStep } from "./step.mjs";

/** What is cheap enough to go with every test run. */
export async function runStaticChecks(): Promise<void> {
  await runSideBySide([
    () => runStep("types", ["turbo", "run", "types", "--output-logs=errors-only", "--ui=stream"]),
    () => runStep("lint", ["oxlint", "--deny-warnings"]),
    () =>
      runStep(
        "format",
        ["prettier", "--check", ".", "--cache", "--cache-strategy=content", "--cache-location=.cache/prettier"],
        {
          mend: "Run `npm run format`.",
        },
      ),
    () => runStep("layout", [process.execPath, "--disable-warning=ExperimentalWarning", "scripts/check-layout.ts"]),
  ]);
}
