/** The last lines of an output. */
export interface LineTail {
  push(line: string): void;
  lines(): readonly string[];
}

/** A longer line says what it has to say at its beginning. */
const maximumCharacters = 1000;

export function createLineTail(maximumLines: number): LineTail {
  const kept: string[] = [];
  return {
    push(line) {
      kept.push(line.slice(0, maximumCharacters));
      if (kept.length > maximumLines) kept.shift();
    },
    lines: () => [...kept],
  };
}
