import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { flow } from "prefect-core";
import { defineInfrastructure, type LaunchRequest } from "prefect-core/provider";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/**
 * From the call of a bound flow to the moment its infrastructure is asked for: pool, bundle, run and upload. The
 * baseline is what storage has to do at the least: two small files, written through to the disk.
 */
const rounds = 30;
const home = await mkdtemp(path.join(tmpdir(), "prefect-overhead-"));
process.env["PREFECT_HOME"] = home;
process.env["PREFECT_LOGGING_LEVEL"] = "CRITICAL";

const launched: number[] = [];
const storage = { module: "prefect_core.bundles", arguments: { basepath: path.join(home, "storage") } };

const nowhere = defineInfrastructure({
  specificationVersion: "v1",
  type: "nowhere",
  displayName: "Nowhere",
  description: "Starts nothing.",
  defaultWorkPool: "nowhere",
  baseJobTemplate: {
    job_configuration: { command: "{{ command }}", env: "{{ env }}", labels: "{{ labels }}", name: "{{ name }}" },
    variables: { type: "object", properties: { command: {}, env: {}, labels: {}, name: {} } },
  },
  defaultStorage: () => ({ submitter: storage, runner: storage }),
  toJobVariables: () => ({}),
  parseConfiguration: (rendered) => rendered,
  runnerCommand: () => ({ prefix: ["node", "runner.mjs"] }),
  createLauncher: async () => ({
    async launch({ flowRunId }: LaunchRequest<unknown>) {
      launched.push(performance.now());
      return { type: "nowhere", infrastructurePid: flowRunId, details: {} };
    },
    async *watch() {
      yield { kind: "exited", timestamp: new Date(), exitCode: 1, cause: "exited", message: "nothing ran" } as const;
    },
    async kill() {},
    async cleanup() {},
    async *find() {},
  }),
});

const hello = nowhere()(flow({ name: "hello" }, async (name: string) => `hello ${name}`));

async function measureCall(): Promise<number> {
  const startedAt = performance.now();
  await hello("world").catch(() => undefined);
  return (launched.at(-1) ?? Number.NaN) - startedAt;
}

async function writeThrough(): Promise<number> {
  const startedAt = performance.now();
  for (const name of ["input", "manifest"]) {
    const file = await open(path.join(home, name), "w");
    await file.writeFile("x".repeat(1000));
    await file.sync();
    await file.close();
  }
  return performance.now() - startedAt;
}

try {
  const first = await measureCall();
  const calls: number[] = [];
  const writes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    writes.push(await writeThrough());
    calls.push(await measureCall());
  }
  printComparison(`From a call to its launch on Node.js ${process.version}: medians of ${rounds}`, {
    baseline: { name: "two synced files", values: { ms: median(writes) } },
    subjects: [
      { name: "warm call to launch", values: { ms: median(calls) } },
      { name: "first call to launch", values: { ms: first } },
    ],
  });
} finally {
  await rm(home, { recursive: true, force: true });
}
