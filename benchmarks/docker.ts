import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { runContainer, untilNoContainer } from "./harness/container.ts";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/**
 * What a call of a flow in a container costs beside the container alone, and how late its output arrives. Both use the
 * same image, which holds Node.js and nothing else, and the engine's default network.
 */
const rounds = 15;
const lines = 40;

const hello = docker({ streamOutput: false })(
  flow(async function hello(name: string) {
    return `Hello ${name}`;
  }),
);

const prints = docker({ streamOutput: false })(
  flow(async function prints(count: number) {
    for (let line = 0; line < count; line += 1) {
      console.log(`printed at ${Date.now()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }),
);

const socketPath = new URL(process.env["PREFECT_TEST_DOCKER_HOST"] ?? "unix://").pathname;
const home = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const { PREFECT_TEST_DOCKER_HOST: host = "", PREFECT_TEST_IMAGE: image = "" } = process.env;
Object.assign(process.env, { PREFECT_HOME: home, DOCKER_HOST: host, PREFECT_RUNNER_IMAGE: image });
delete process.env["PREFECT_API_URL"];
try {
  const bare = (): Promise<void> => runContainer(socketPath, { Image: image, Cmd: ["node", "-e", ""] });
  const costs = await measureInTurns({ "node -e in a container": bare, "a call of a flow": () => hello("Marvin") });
  const [baseline, ...subjects] = Object.entries(costs).map(([name, ms]) => ({ name, values: { ms } }));
  if (baseline !== undefined) printComparison(`Call to result: medians of ${rounds}`, { baseline, subjects });
  const lags = await measureLags();
  const [middle, late] = [median(lags), lags.toSorted((one, other) => one - other)[Math.floor(lags.length * 0.95)]];
  console.log(`A line is with the caller ${middle} ms after it was printed; 95 of 100 within ${late} ms.\n`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** The first round warms up: what is built and loaded once per process is not in the medians. */
async function measureInTurns(
  subjects: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      const startedAt = performance.now();
      await subject();
      if (round > 0) (times[name] ??= []).push(performance.now() - startedAt);
      await untilNoContainer(socketPath);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

async function measureLags(): Promise<number[]> {
  const lags: number[] = [];
  const future = await prints.submit(lines);
  for await (const { message } of future.logs()) {
    const printedAt = /^printed at (\d+)$/.exec(message)?.[1];
    if (printedAt !== undefined) lags.push(Date.now() - Number(printedAt));
  }
  return lags;
}
