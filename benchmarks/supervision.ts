import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { flow, InfrastructureError } from "prefect-core";
import { docker } from "prefect-docker";
import { measureKill } from "./harness/container.ts";
import { median } from "./harness/measure.ts";
import { printComparison, type ComparedSubject } from "./harness/print-comparison.ts";

/**
 * What it costs to look after runs that do nothing, beside looking after one, with V8's young generation as it is and kept
 * small (it grows with what launches leave behind, and stays), and how long after the end of its container
 * a call knows of it. `PREFECT_BENCH_RUNS` says how many runs; default: 500.
 */
const count = Number(process.env["PREFECT_BENCH_RUNS"] ?? 500);
const rounds = 15;
const smallYoungGeneration = "--max-semi-space-size=16";

const home = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const {
  PREFECT_TEST_DOCKER_HOST: host = "",
  PREFECT_TEST_IMAGE: image = "",
  PREFECT_TEST_SHELL_IMAGE: shellImage = "",
} = process.env;
Object.assign(process.env, { PREFECT_HOME: home, DOCKER_HOST: host, PREFECT_LOGGING_LEVEL: "CRITICAL" });
delete process.env["PREFECT_API_URL"];
try {
  for (const kind of ["process", "docker"]) {
    const baseline = supervise(kind, 1);
    const subjects = [supervise(kind, count), supervise(kind, count, smallYoungGeneration)];
    printComparison(`Supervising idle runs (${kind})`, { baseline, subjects });
  }
  process.env["PREFECT_RUNNER_IMAGE"] = image;
  const { bare, calls } = await measureEnds();
  printComparison(`From the end by force to who waits for it: medians of ${rounds}`, {
    baseline: { name: "the engine", values: { ms: median(bare) } },
    subjects: [{ name: "a call", values: { ms: median(calls) } }],
  });
} finally {
  rmSync(home, { recursive: true, force: true });
}

function supervise(kind: string, runs: number, ...nodeOptions: readonly string[]): ComparedSubject {
  const script = path.join(import.meta.dirname, "harness", "idle-runs.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, "--expose-gc", "--disable-warning=ExperimentalWarning", script, kind, String(runs)],
    { encoding: "utf8", env: { ...process.env, PREFECT_RUNNER_IMAGE: shellImage } },
  );
  if (status !== 0) throw new Error(`supervising ${runs} runs ended with ${status}:\n${stdout}${stderr}`);
  const { megabytes, percentOfACore } = JSON.parse(stdout) as { megabytes: number; percentOfACore: number };
  const name = [runs === 1 ? "1 run" : `${runs} runs`, ...nodeOptions].join(", ");
  return { name, values: { MB: megabytes, "% of a core": percentOfACore } };
}

/**
 * Milliseconds from the moment that a runner is killed to the rejection of its call, and, in turns, from that moment to
 * the engine's own word for a bare container.
 */
async function measureEnds(): Promise<{ readonly bare: readonly number[]; readonly calls: readonly number[] }> {
  const endsItself = docker({ streamOutput: false })(
    flow(async function endsItself() {
      console.log(`killed at ${performance.timeOrigin + performance.now()}`);
      // What was printed is with the engine by now.
      await new Promise((resolve) => setTimeout(resolve, 200));
      process.stdout.write(`killed at ${performance.timeOrigin + performance.now()}\n`, () => {
        process.kill(process.ppid, "SIGKILL");
      });
      await new Promise(() => setInterval(() => undefined, 1000));
    }),
  );
  const [bare, calls]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const error: unknown = await endsItself().catch((reason: unknown) => reason);
    const now = performance.timeOrigin + performance.now();
    if (!(error instanceof InfrastructureError)) throw error;
    const killedAt = Number(/killed at ([\d.]+)/.exec(error.logTail.at(-1) ?? "")?.[1]);
    // The first round builds and loads what later ones share. A line that was lost with its writer says less.
    if (round === 0) continue;
    calls.push(now - killedAt);
    bare.push(await measureKill(new URL(host).pathname, { Image: shellImage, Cmd: ["sleep", "60"] }));
  }
  return { bare, calls };
}
