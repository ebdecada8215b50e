import { performance } from "node:perf_hooks";
import { median } from "./measure.ts";
import { printComparison } from "./print-comparison.ts";

const rounds = 7;

/**
 * Ways to carry the same bytes, the first the baseline. In turns, so that a slow moment of the machine falls on all; the
 * first round warms up.
 */
export async function compareTransfers(
  title: string,
  subjects: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      const startedAt = performance.now();
      await subject();
      if (round > 0) (times[name] ??= []).push(performance.now() - startedAt);
    }
  }
  const [baseline, ...others] = Object.entries(times).map(([name, all]) => ({ name, values: { ms: median(all) } }));
  if (baseline !== undefined) printComparison(`${title}: medians of ${rounds}`, { baseline, subjects: others });
}
