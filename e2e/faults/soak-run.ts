import { createSeededRandom, pickOne } from "prefect-core/testing";

/** What befalls one run of the soak. */
export type SoakFault = "none" | "container-killed" | "container-removed" | "runner-killed" | "cancelled";

export interface SoakRun {
  readonly index: number;
  readonly milliseconds: number;
  readonly ends: "returns" | "throws" | "exits";
  readonly fault: SoakFault;
  /** After its start. */
  readonly faultMilliseconds: number;
}

/** Runs that one submitter submits. */
export interface SoakBatch {
  readonly runs: readonly SoakRun[];
  /** After the first of them has started, the submitter is ended by SIGKILL so much later; `null`: it is not. */
  readonly submitterKilledMilliseconds: number | null;
  /** Of the faults between it and the engine. */
  readonly networkSeed: number;
}

/** A line that a submitter says. */
export type SoakLine =
  | { readonly index: number; readonly started: string }
  | { readonly index: number; readonly flowRunId: string; readonly value: unknown }
  | { readonly index: number; readonly error: string; readonly message: string };

const batchRuns = 10;

// Half of the runs are not befallen themselves: they show that what befalls others is nothing to them.
const faults: readonly SoakFault[] = [
  "none",
  "none",
  "none",
  "none",
  "container-killed",
  "container-removed",
  "runner-killed",
  "cancelled",
];
const ends: readonly SoakRun["ends"][] = ["returns", "returns", "returns", "returns", "throws", "exits"];

/** What the seed decides, all of it. Pure. */
export function planSoak({ runs, seed }: { readonly runs: number; readonly seed: number }): readonly SoakBatch[] {
  const random = createSeededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const batches: SoakBatch[] = [];
  for (let first = 0; first < runs; first += batchRuns) {
    const count = Math.min(batchRuns, runs - first);
    batches.push({
      runs: Array.from({ length: count }, (_, offset) => ({
        index: first + offset,
        milliseconds: 100 + upTo(1500),
        ends: pickOne(random, ends),
        fault: pickOne(random, faults),
        faultMilliseconds: upTo(1500),
      })),
      submitterKilledMilliseconds: random() < 0.2 ? upTo(3000) : null,
      networkSeed: upTo(2 ** 31),
    });
  }
  return batches;
}
