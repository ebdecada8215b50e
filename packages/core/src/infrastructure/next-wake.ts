/** Somebody who waits for news; whoever has some calls `wake`. */
export interface Sleeper {
  wake: () => void;
}

/** Whether somebody woke the sleeper before the time was over or the signal came. */
export function nextWake(sleeper: Sleeper, signal: AbortSignal, withinMilliseconds?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isInTime: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      sleeper.wake = () => undefined;
      resolve(isInTime);
    };
    const aborted = (): void => end(false);
    const timer = withinMilliseconds === undefined ? undefined : setTimeout(() => end(false), withinMilliseconds);
    signal.addEventListener("abort", aborted, { once: true });
    sleeper.wake = () => end(true);
  });
}
