import type { Fault, FaultChooser } from "./fault.ts";

/** Numbers from 0 to below 1 that the seed alone decides, so that what they led to can be repeated. */
export type SeededRandom = () => number;

/** Tommy Ettinger's Mulberry32: 32 bits of state, evenly spread; for tests, not for secrets. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of them, each as likely. Throws for an empty list. */
export function pickOne<T>(random: SeededRandom, items: readonly T[]): T {
  if (items.length === 0) throw new Error("There is nothing to pick from.");
  return items[Math.floor(random() * items.length)] as T;
}

export interface RandomFaults {
  readonly seed: number;
  /** Of a request to be befallen, from 0 to 1. */
  readonly probability: number;
  /** Each as likely as another. */
  readonly faults: readonly Fault[];
}

/** Befalls requests at random: the same seed befalls the same ones, counted in the order of their arrival. */
export function chooseAtRandom({ seed, probability, faults }: RandomFaults): FaultChooser {
  const random = createSeededRandom(seed);
  // Both numbers are taken for every request, so that the first one's outcome does not shift those that follow.
  return () => {
    const [chance, which] = [random(), random()];
    return chance < probability ? (faults[Math.floor(which * faults.length)] ?? null) : null;
  };
}
