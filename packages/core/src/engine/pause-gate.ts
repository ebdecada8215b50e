/** Whether a run is paused, for those who go on only when it is not. */
export interface PauseGate {
  readonly isPaused: boolean;
  /** The run is paused from now on. */
  pause(): void;
  /** @param lookedAt when the look at the run began that found this, as `performance.now()` gives it */
  see(isPaused: boolean, lookedAt: number): void;
  /** Resolves once the run is not paused, which may be at once. */
  resumed(): Promise<void>;
  /** Calls the listener whenever the run is paused, or resumed. */
  onChange(listener: (isPaused: boolean) => void): void;
}

export function createPauseGate(): PauseGate {
  const listeners: ((isPaused: boolean) => void)[] = [];
  let paused: PromiseWithResolvers<void> | null = null;
  let changedAt = Number.NEGATIVE_INFINITY;

  function change(isPaused: boolean): void {
    if (isPaused === (paused !== null)) return;
    changedAt = performance.now();
    paused?.resolve();
    paused = isPaused ? Promise.withResolvers<void>() : null;
    for (const listener of listeners) listener(isPaused);
  }

  return {
    get isPaused() {
      return paused !== null;
    },
    pause: () => change(true),
    see(isPaused, lookedAt) {
      // What was found by a look that is older than the last change may have changed since.
      if (lookedAt > changedAt) change(isPaused);
    },
    resumed: () => paused?.promise ?? Promise.resolve(),
    onChange: (listener) => void listeners.push(listener),
  };
}
