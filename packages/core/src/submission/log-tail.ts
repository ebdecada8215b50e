/** The last lines of a run's output, for the error of a run whose infrastructure failed. */
export interface LogTail {
  add(line: string): void;
  lines(): readonly string[];
}

/** Keeps the last `size` lines, whatever the length of the log. */
export function createLogTail(size: number): LogTail {
  const kept: string[] = [];
  return {
    add(line) {
      kept.push(line);
      if (kept.length > size) kept.shift();
    },
    lines: () => [...kept],
  };
}
