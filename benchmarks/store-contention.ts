import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { flow } from "prefect-core";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/**
 * How long this process's event loop stands still while it runs flows one after another, each of which writes to the
 * embedded store: alone, and beside other processes that do the same without a pause. The baseline computes for 5 ms
 * in each turn and writes nothing: what it stands still beyond that is the machine's.
 */
const rivals = 3;
const seconds = 5;
const longestRivalSeconds = 60;

process.env["PREFECT_LOGGING_LEVEL"] = "CRITICAL";
const hello = flow({ name: "hello" }, async () => 1);

if (process.argv[2] === "rival") await writeUntilTold();
else await measure();

async function writeUntilTold(): Promise<void> {
  const end = new AbortController();
  process.once("message", () => end.abort());
  setTimeout(() => end.abort(), longestRivalSeconds * 1000).unref();
  await hello();
  process.send?.("writing");
  let runs = 1;
  for (; !end.signal.aborted; runs += 1) await hello();
  process.send?.(runs);
  process.disconnect();
}

async function measure(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), "prefect-contention-"));
  process.env["PREFECT_HOME"] = home;
  try {
    await hello();
    const baseline = await observe(computeForOneHold);
    const alone = await observe(hello);
    const writers = Array.from({ length: rivals }, () => fork(fileURLToPath(import.meta.url), ["rival"]));
    await Promise.all(writers.map((writer) => once(writer, "message")));
    const contended = await observe(hello);
    const rivalRuns = writers.map(async (writer) => {
      const counted = once(writer, "message");
      writer.send("end");
      return Number((await counted)[0]);
    });
    const counts = await Promise.all(rivalRuns);
    printComparison(`Stand-still of the event loop in ${seconds} s on Node.js ${process.version}`, {
      baseline: { name: "computing", values: baseline.standStill },
      subjects: [
        { name: "runs, alone", values: alone.standStill },
        { name: `runs, beside ${rivals} writers`, values: contended.standStill },
      ],
    });
    console.log(
      `  Runs in ${seconds} s: alone ${alone.count}, beside ${rivals} writers ${contended.count}; ` +
        `the writers finished ${counts.join(", ")} in all.\n  Slowest run of ours beside them: ` +
        `${contended.slowestMilliseconds.toFixed(0)} ms, median ${contended.medianMilliseconds.toFixed(1)} ms.\n`,
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function computeForOneHold(): Promise<void> {
  const until = performance.now() + 5;
  while (performance.now() < until);
  await nextTurn();
}

async function observe(work: () => Promise<unknown>): Promise<{
  readonly count: number;
  readonly medianMilliseconds: number;
  readonly slowestMilliseconds: number;
  readonly standStill: Readonly<Record<string, number>>;
}> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const durations: number[] = [];
  const until = performance.now() + seconds * 1000;
  delay.enable();
  for (let startedAt = performance.now(); startedAt < until; startedAt = performance.now()) {
    await work();
    durations.push(performance.now() - startedAt);
  }
  delay.disable();
  return {
    count: durations.length,
    medianMilliseconds: median(durations),
    slowestMilliseconds: Math.max(...durations),
    standStill: {
      "median ms": delay.percentile(50) / 1e6,
      "99th percentile ms": delay.percentile(99) / 1e6,
      "longest ms": delay.max / 1e6,
    },
  };
}
