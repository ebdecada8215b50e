import { setTimeout as delay } from "node:timers/promises";
import { chooseAtRandom, createFaultProxy, type FaultProxy } from "prefect-core/testing";
import { requireSetting } from "../harness/required-setting.ts";
import type { RunningCommand } from "../harness/run-command.ts";
import { createPool } from "./pool.ts";
import { findRunner, findRunProcesses } from "./run-processes.ts";
import { createSoakHome, type SoakHome } from "./soak-home.ts";
import { planSoak, type SoakBatch, type SoakFault, type SoakLine } from "./soak-run.ts";
import { findUnfinished, judgeSoak, readRuns, type SoakVerdict } from "./soak-verdict.ts";

const concurrentBatches = 3;
const batchTimeoutSeconds = 300;
const networkFaultProbability = 0.02;

export interface SoakOptions {
  readonly runs: number;
  readonly seed: number;
  /** Told what has been done so far. */
  readonly notify?: (message: string) => void;
}

export interface SoakResult extends SoakVerdict {
  /** What is left of any run. */
  readonly orphans: readonly string[];
  /** How often each fault befell something. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Starts short Docker runs, lets go wrong what the seed decides, and says what came of it. */
export async function runSoak({ runs, seed, notify = () => undefined }: SoakOptions): Promise<SoakResult> {
  const home = await createSoakHome(batchTimeoutSeconds);
  const batches = planSoak({ runs, seed });
  const told = new Map<number, SoakLine>();
  const flowRunIds = new Map<number, string>();
  const faults: Record<string, number> = {};
  const count = (fault: string): void => void (faults[fault] = (faults[fault] ?? 0) + 1);
  const proxies: FaultProxy[] = [];
  const pool = createPool(concurrentBatches);
  try {
    let done = 0;
    await Promise.all(
      batches.map((batch) =>
        pool(async () => {
          await playBatch(home, batch, { told, flowRunIds, count, proxies });
          done += batch.runs.length;
          notify(`${done} of ${runs} runs have been submitted and have ended, or have lost their submitter`);
        }),
      ),
    );
    const unfinished = findUnfinished(home.home);
    notify(`${unfinished.length} runs have no submitter any more: another process waits for their end`);
    await home.start("soak-attach", unfinished).ended;
    await home.prefect("gc");
    const verdict = await judgeSoak(home.home, batches, told, flowRunIds);
    return { ...verdict, orphans: await findOrphans(home), faults };
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await home.remove();
  }
}

interface SoakNotes {
  readonly told: Map<number, SoakLine>;
  readonly flowRunIds: Map<number, string>;
  readonly count: (fault: string) => void;
  readonly proxies: FaultProxy[];
}

async function playBatch(home: SoakHome, batch: SoakBatch, notes: SoakNotes): Promise<void> {
  const proxy = await createBatchProxy(batch);
  // It is where the runs are known to be, so that it stays until all have ended.
  notes.proxies.push(proxy);
  const submitter = home.start("soak-submit", batch.runs, { DOCKER_HOST: proxy.url.replace("http:", "tcp:") });
  const killing = killSubmitter(submitter, batch, notes);
  const befalling = batch.runs.map(async ({ index, fault, faultMilliseconds }) => {
    // A submitter that is ended before it has started a run says nothing of it.
    const started = await submitter.printed(new RegExp(`\\{"index":${index},"started":"([^"]+)"\\}`)).catch(() => null);
    const flowRunId = started?.[1];
    if (flowRunId === undefined) return;
    notes.flowRunIds.set(index, flowRunId);
    await delay(faultMilliseconds);
    if (await befall(home, flowRunId, fault)) notes.count(fault);
  });
  const { stdout } = await submitter.ended;
  proxy.clear();
  await Promise.all([...befalling, killing]);
  for (const line of stdout.split("\n").filter((text) => text.startsWith('{"index"'))) {
    const parsed = JSON.parse(line) as SoakLine;
    if (!("started" in parsed)) notes.told.set(parsed.index, parsed);
  }
  for (const { fault } of proxy.requests) if (fault !== null) notes.count(`network: ${fault.kind}`);
}

function createBatchProxy({ networkSeed }: SoakBatch): Promise<FaultProxy> {
  return createFaultProxy({
    target: requireSetting("PREFECT_TEST_DOCKER_HOST"),
    faults: chooseAtRandom({
      seed: networkSeed,
      probability: networkFaultProbability,
      faults: [
        { kind: "reset" },
        { kind: "lost-response" },
        { kind: "status", status: 503 },
        { kind: "status", status: 429, retryAfterSeconds: 1 },
        { kind: "delay", milliseconds: 200 },
        { kind: "truncated-body", bytes: 40 },
      ],
    }),
  });
}

async function killSubmitter(
  submitter: RunningCommand,
  { submitterKilledMilliseconds: milliseconds }: SoakBatch,
  { count }: SoakNotes,
): Promise<void> {
  if (milliseconds === null) return;
  await submitter.printed(/"started"/).catch(() => undefined);
  await delay(milliseconds);
  submitter.kill("SIGKILL");
  count("submitter-killed");
}

/** Whether there was still something to befall. */
async function befall(home: SoakHome, flowRunId: string, fault: SoakFault): Promise<boolean> {
  if (fault === "none") return false;
  if (fault === "cancelled") return true;
  if (fault === "runner-killed") {
    const runner = await findRunner(flowRunId);
    if (runner !== null) process.kill(runner.id, "SIGKILL");
    return runner !== null;
  }
  const list = await home.docker("ps", "--quiet", "--filter", `label=io.prefect.flow-run-id=${flowRunId}`);
  const container = list.stdout.trim();
  if (container === "") return false;
  const command = fault === "container-killed" ? ["kill"] : ["rm", "--force", "--volumes"];
  return (await home.docker(...command, container)).exitCode === 0;
}

async function findOrphans(home: SoakHome): Promise<readonly string[]> {
  const containers = (await home.docker("ps", "--all", "--quiet", "--filter", "label=io.prefect.flow-name=short"))
    .stdout;
  const orphans = containers
    .split("\n")
    .filter(Boolean)
    .map((id) => `container ${id}`);
  for (const { id } of readRuns(home.home)) {
    for (const { id: pid, command } of await findRunProcesses(id)) orphans.push(`process ${pid} ${command.join(" ")}`);
  }
  return orphans;
}
