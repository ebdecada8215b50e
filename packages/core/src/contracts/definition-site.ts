/** A position in a source file: one-based line and column, as stack traces print them. */
export interface SourcePosition {
  /** A path or a `file:` URL, as the runtime reported it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where `flow()` was called, as two witnesses that loaders and transforms falsify in different ways. Both are
 * candidates only: whoever uses them verifies that a call expression stands at the position.
 */
export interface DefinitionSite {
  /** What V8 itself reports: a position in the code that runs, which a transform may have moved. */
  readonly rawPosition: SourcePosition | null;
  /** The stack as text, through whatever source-map hook was installed when the flow was defined. */
  readonly stack: string;
}
