import { PrefectError } from "./prefect-error.ts";

/** One part of a value that cannot travel. */
export interface UnsendablePart {
  /** `parameters.db.pool` */
  readonly path: string;
  /** What is there, and what to do about it. */
  readonly reason: string;
}

/** A parameter or a result holds what cannot be sent to another process. Nothing was created or stored. */
export class ValueNotSerializableError extends PrefectError {
  /** Every offending part, up to 20. */
  readonly parts: readonly UnsendablePart[];

  constructor(details: { readonly parts: readonly UnsendablePart[] }) {
    const lines = details.parts.map(({ path, reason }) => `${path}: ${reason}`);
    super(lines.length === 1 ? `${lines[0]}` : `These parts of a value cannot be sent:\n  ${lines.join("\n  ")}`);
    this.parts = details.parts;
  }
}
