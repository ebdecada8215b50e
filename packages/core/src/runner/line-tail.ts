/** The last lines of an output. */
export interface LineTail {
  push(line: string): void;
  text(): string;
}

export function createLineTail(maximumLines: number): LineTail {
  const lines: string[] = [];
  return {
    push(line) {
      lines.push(line);
      if (lines.length > maximumLines) lines.shift();
    },
    text: () => lines.join("\n"),
  };
}
