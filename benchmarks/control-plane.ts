import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openControlPlane } from "../packages/core/src/control-plane/open-control-plane.ts";
import type { PrefectClient } from "../packages/core/src/control-plane/prefect-client.ts";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/**
 * Flow runs that are created in a second, one after another and ten at once: by Prefect's own server on SQLite, which is
 * the baseline, and by the embedded control plane. Then the share of a core that a worker takes whose pool is empty.
 */
const rounds = 5;
const runsPerRound = 100;
const idleSeconds = 30;
/** Of the kernel's clock in `/proc/PID/stat`. */
const ticksPerSecond = 100;

const serverUrl = process.env["PREFECT_TEST_SERVER_URL"];
if (serverUrl === undefined)
  throw new Error("PREFECT_TEST_SERVER_URL is not set: use `npm run bench -- control-plane`.");
const home = await mkdtemp(path.join(tmpdir(), "prefect-creations-"));
try {
  const embedded = await openControlPlane({ home, apiUrl: null });
  const server = await openControlPlane({ home, apiUrl: serverUrl });
  const rates = await compare({ server, embedded });
  printComparison("Flow runs created per second", {
    baseline: { name: "Prefect's server on SQLite", values: rates.server },
    subjects: [{ name: "the embedded control plane", values: rates.embedded }],
  });
  await Promise.all([embedded.close(), server.close()]);
  console.log(
    `  A worker of an empty pool, ${idleSeconds} s: ${((await measureIdleWorker()) * 100).toFixed(2)} % of a core.\n`,
  );
} finally {
  await rm(home, { recursive: true, force: true });
}

type Rates = Readonly<Record<string, number>>;

/** In turns, so that a slow moment of the machine falls on both; the first round warms up. */
async function compare<Name extends string>(
  clients: Readonly<Record<Name, PrefectClient>>,
): Promise<Record<Name, Rates>> {
  const measured = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, client] of Object.entries<PrefectClient>(clients)) {
      for (const atOnce of [1, 10]) {
        const rate = await createRuns(client, atOnce);
        const key = `${name} ${atOnce}`;
        if (round > 0) measured.set(key, [...(measured.get(key) ?? []), rate]);
      }
    }
  }
  const ratesOf = (name: string): Rates => ({
    "one after another": median(measured.get(`${name} 1`) ?? []),
    "ten at once": median(measured.get(`${name} 10`) ?? []),
  });
  return Object.fromEntries(Object.keys(clients).map((name) => [name, ratesOf(name)])) as Record<Name, Rates>;
}

async function createRuns(client: PrefectClient, atOnce: number): Promise<number> {
  const { id: flow_id } = await client.createFlow({ name: `creations-${randomUUID()}` });
  let left = runsPerRound;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        await client.createFlowRun({ flow_id, parameters: { n: left }, state: { type: "PENDING" } });
      }
    }),
  );
  return runsPerRound / ((performance.now() - startedAt) / 1000);
}

/** On the embedded control plane, with the default interval between two looks. */
async function measureIdleWorker(): Promise<number> {
  const cli = path.resolve(import.meta.dirname, "../packages/core/dist/cli.js");
  const worker = spawn(process.execPath, [cli, "worker", "start", "--pool", "idle", "--type", "process"], {
    env: { ...process.env, PREFECT_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { pid } = worker;
  if (pid === undefined) throw new Error("The worker did not start.");
  try {
    for await (const text of worker.stdout) if (String(text).includes("started!")) break;
    await delay(3000);
    const before = await readCpuSeconds(pid);
    await delay(idleSeconds * 1000);
    return ((await readCpuSeconds(pid)) - before) / idleSeconds;
  } finally {
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
}

async function readCpuSeconds(processId: number): Promise<number> {
  const fields = (await readFile(`/proc/${processId}/stat`, "utf8")).split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
