/** What of a flow's code travels, and how. */
export interface CodeExplanation {
  /** The file that makes the flow. */
  readonly file: string;
  /** Top-level names of that file that travel as code. */
  readonly kept: readonly string[];
  /** Lines of that file whose statements stay behind. */
  readonly droppedLines: readonly number[];
  /** What the flow took from functions and blocks around it: values by name, and functions. */
  readonly captured: readonly { readonly name: string; readonly as: "value" | "code" }[];
  /** Top-level variables that travel as the value that they held. */
  readonly snapshots: readonly { readonly name: string; readonly because: string }[];
  /** Bytes in the built module, uncompressed, by package; the project's own code is `.`. Largest first. */
  readonly sizes: readonly { readonly package: string; readonly bytes: number }[];
  /** Modules that the code imports where it runs: those of Node.js, and of packages that go along beside it. */
  readonly external: readonly string[];
  /** Texts that look like secrets, without the texts themselves. */
  readonly suspectedSecrets: readonly string[];
}
