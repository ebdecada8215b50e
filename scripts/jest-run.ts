import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { runStep } from "./step.mjs";

/** Where the counts of each jest run are written, for whoever sums them. */
export function testResultsDirectory(): string {
  return path.resolve(process.env["TEST_RESULTS_DIRECTORY"] ?? ".cache/test-results");
}

/** Runs jest on the workspace's native ES modules. */
export async function runJest(
  title: string,
  {
    config,
    resultName,
    args = [],
    env = {},
    output = "live",
  }: {
    config: string;
    resultName: string;
    args?: readonly string[];
    env?: Readonly<Record<string, string>>;
    output?: "live" | "whole";
  },
): Promise<void> {
  const resultFile = path.join(testResultsDirectory(), `${resultName}.json`);
  await mkdir(path.dirname(resultFile), { recursive: true });
  await rm(resultFile, { force: true });
  const jest = ["node_modules/jest/bin/jest.js", "--config", config, "--json", `--outputFile=${resultFile}`];
  const command = [process.execPath, "--experimental-vm-modules", "--disable-warning=ExperimentalWarning", ...jest];
  await runStep(title, [...command, ...args], { output, env: { ...process.env, ...env } });
}
