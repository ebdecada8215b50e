import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openControlPlane } from "../../packages/core/src/control-plane/open-control-plane.ts";

/**
 * Several processes create and finish runs in one new store at once; prints how many there are then.
 * `node e2e/foundation/store-load.ts --processes 20 --runs 50`
 */
const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "20" },
    runs: { type: "string", default: "50" },
    home: { type: "string" },
    writer: { type: "boolean", default: false },
  },
});
const processCount = Number(values.processes);
const runsEach = Number(values.runs);

await (values.writer ? writeRuns(values.home ?? "") : loadStore());

async function writeRuns(home: string): Promise<void> {
  const client = await openControlPlane({ home, apiUrl: null });
  const flow = await client.createFlow({ name: "load" });
  await Promise.all(
    Array.from({ length: runsEach }, async () => {
      const run = await client.createFlowRun({ flow_id: flow.id, state: { type: "PENDING" } });
      await client.setFlowRunState(run.id, { type: "RUNNING" });
      await client.setFlowRunState(run.id, { type: "COMPLETED" });
    }),
  );
  await client.close();
}

async function loadStore(): Promise<void> {
  const home = values.home ?? (await mkdtemp(path.join(tmpdir(), "store-load-")));
  const startedAt = performance.now();
  const writers = Array.from({ length: processCount }, () =>
    fork(fileURLToPath(import.meta.url), ["--writer", "--home", home, "--runs", String(runsEach)]),
  );
  const exits = await Promise.all(writers.map(async (writer) => (await once(writer, "exit"))[0] as number | null));
  const seconds = (performance.now() - startedAt) / 1000;

  const client = await openControlPlane({ home, apiUrl: null });
  const created = await client.countFlowRuns();
  const completed = await client.countFlowRuns({ flow_runs: { state: { type: { any_: ["COMPLETED"] } } } });
  await client.close();
  if (values.home === undefined) await rm(home, { recursive: true });

  const expected = processCount * runsEach;
  const failures = exits.filter((code) => code !== 0).length;
  const isWhole = created === expected && completed === expected && failures === 0;
  const ending = isWhole ? "all terminal" : `${completed} completed, ${failures} processes failed`;
  process.stdout.write(`${created} of ${expected} runs, ${ending}, in ${seconds.toFixed(1)} s\n`);
  process.exitCode = isWhole ? 0 : 1;
}
