import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** What one process cost, from its start to its end. */
export interface ProcessCost {
  readonly milliseconds: number;
  readonly residentMegabytes: number;
}

/** Runs Node.js with these arguments in a fresh process; what it printed is thrown when it fails. */
export function measureNode(args: readonly string[], cwd: string): ProcessCost {
  // The preloaded module says the peak memory at the exit, on a descriptor that the measured program does not use.
  // Resource usage would begin with the memory of this process.
  const report = `data:text/javascript,import{readFileSync,writeSync}from"node:fs";process.on("exit",()=>writeSync(3,readFileSync("/proc/self/status","utf8").match(/VmHWM:\\s+(\\d+)/)[1]))`;
  const startedAt = performance.now();
  const { status, output } = spawnSync(process.execPath, ["--import", report, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = performance.now() - startedAt;
  if (status !== 0) throw new Error(`node ${args.join(" ")} exited with ${status}:\n${output.join("")}`);
  return { milliseconds, residentMegabytes: Number(output[3]) / 1024 };
}

/**
 * Measures every subject `rounds` times in turns, so that a slow moment of the machine falls on all of them, and gives
 * each subject's medians.
 */
export function measureInTurns<Name extends string>(
  subjects: Readonly<Record<Name, () => ProcessCost>>,
  rounds: number,
): Record<Name, ProcessCost> {
  const names = Object.keys(subjects) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, [] as ProcessCost[]])) as Record<Name, ProcessCost[]>;
  for (const name of names) subjects[name]();
  for (let round = 0; round < rounds; round += 1) for (const name of names) costs[name].push(subjects[name]());
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        milliseconds: median(costs[name].map((cost) => cost.milliseconds)),
        residentMegabytes: median(costs[name].map((cost) => cost.residentMegabytes)),
      },
    ]),
  ) as Record<Name, ProcessCost>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) throw new Error("The median of no values was asked for.");
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
