import { performance } from "node:perf_hooks";
import { median } from "./measure.ts";
import { printComparison } from "./print-comparison.ts";

export interface ComparedCalls {
  readonly rounds: number;
  /** What the platform takes for one run alone, in milliseconds. */
  readonly alone: { readonly name: string; measure(round: number): Promise<number> };
  call(): Promise<unknown>;
}

/**
 * A call of a flow beside what its platform takes alone, in turns. The first round warms up: what is built, loaded and
 * registered once per process is not in the medians.
 */
export async function compareCalls({ rounds, alone, call }: ComparedCalls): Promise<void> {
  const [bare, called]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const aloneMilliseconds = await alone.measure(round);
    const startedAt = performance.now();
    await call();
    const calledMilliseconds = performance.now() - startedAt;
    if (round === 0) continue;
    bare.push(aloneMilliseconds);
    called.push(calledMilliseconds);
  }
  printComparison(`Call to result: medians of ${rounds}`, {
    baseline: { name: alone.name, values: { ms: median(bare) } },
    subjects: [{ name: "a call of a flow", values: { ms: median(called) } }],
  });
}
