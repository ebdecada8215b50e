/** Lets so many pieces of work go on at once, in the order in which they came. */
export interface LaunchSlots {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createLaunchSlots(count: number): LaunchSlots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
