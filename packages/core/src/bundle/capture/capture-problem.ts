/** Something that a flow captured, and why it cannot travel. */
export interface UncapturablePart {
  /** The captured variable, or the part of it: `db.pool`. */
  readonly variable: string;
  readonly reason: string;
}

/** Becomes an error that names the flow and the lines where it uses the variables. */
export class CaptureProblem extends Error {
  readonly parts: readonly UncapturablePart[];

  constructor(parts: readonly UncapturablePart[]) {
    super(parts.map(({ variable, reason }) => `${variable}: ${reason}`).join("; "));
    this.parts = parts;
  }
}

export function uncapturable(variable: string, reason: string): CaptureProblem {
  return new CaptureProblem([{ variable, reason }]);
}
