/** The machines that quota allows. */
export interface JobSlots {
  readonly isFull: boolean;
  /** Waits for one, which is given back with the result's disposal. */
  take(signal: AbortSignal): Promise<Disposable>;
}

export function createJobSlots(count: number): JobSlots {
  let taken = 0;
  const waiting: (() => void)[] = [];
  return {
    get isFull() {
      return taken >= count;
    },
    async take(signal) {
      signal.throwIfAborted();
      if (taken >= count) {
        const turn = Promise.withResolvers<void>();
        const leave = (): void => {
          const at = waiting.indexOf(turn.resolve);
          if (at !== -1) waiting.splice(at, 1);
          turn.resolve();
        };
        waiting.push(turn.resolve);
        signal.addEventListener("abort", leave, { once: true });
        await turn.promise;
        signal.removeEventListener("abort", leave);
        signal.throwIfAborted();
      }
      taken += 1;
      return {
        [Symbol.dispose]() {
          taken -= 1;
          waiting.shift()?.();
        },
      };
    },
  };
}
