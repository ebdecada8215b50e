import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { selectNames } from "../selected-names.ts";
import type { ServiceName } from "../services/service.ts";
import { type ServicePool, whatServicesLack, withServicePool } from "../services/with-services.ts";
import { runStep } from "../step.mjs";
import { runTask } from "../task.mjs";
import { buildWorkspace } from "../workspace-build.ts";

/** `npm run bench [-- name ...]`: runs the named programs of `benchmarks/`, or all of them. */
await runTask(async () => {
  const files = await readdir("benchmarks");
  const available = files.filter((file) => file.endsWith(".ts")).map((file) => path.basename(file, ".ts"));
  const names = selectNames("benchmark", process.argv.slice(2), available.sort());
  await buildWorkspace();
  const needs = await loadNeeds();
  await withServicePool(async (pool) => {
    for (const name of names) await runBenchmark(name, needs[name] ?? [], pool);
  });
});

async function runBenchmark(name: string, services: readonly ServiceName[], pool: ServicePool): Promise<void> {
  const lacking = await whatServicesLack(services);
  if (lacking !== null) {
    console.log(`- benchmark ${name} skipped: this machine lacks ${lacking}`);
    return;
  }
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", `benchmarks/${name}.ts`];
  const env = await pool.environment(services);
  await runStep(`benchmark ${name}`, command, { output: "live", env: { ...process.env, ...env } });
}

/** The services that benchmarks need, by the names of both. */
async function loadNeeds(): Promise<Readonly<Record<string, readonly ServiceName[]>>> {
  return JSON.parse(await readFile("benchmarks/services.json", "utf8")) as Record<string, ServiceName[]>;
}
