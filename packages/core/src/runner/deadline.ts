/** The longest delay that a timer of Node takes; a longer one would fire at once. */
const longestDelayMilliseconds = 2_147_483_647;

/** One point in time that can be moved. */
export interface Deadline {
  arm(seconds: number): void;
  disarm(): void;
}

/** Calls `expire` once the armed time has passed. */
export function createDeadline(expire: () => void): Deadline {
  let timer: NodeJS.Timeout | undefined;
  const disarm = (): void => clearTimeout(timer);
  const arm = (seconds: number): void => {
    disarm();
    const milliseconds = seconds * 1000;
    timer =
      milliseconds > longestDelayMilliseconds
        ? setTimeout(() => arm(seconds - longestDelayMilliseconds / 1000), longestDelayMilliseconds)
        : setTimeout(expire, milliseconds);
  };
  return { arm, disarm };
}
