import type { CodeExplanation } from "../contracts/code-explanation.ts";
import type { BundlePart } from "./bundle-part.ts";
import type { ExternalPackage } from "./layer/external-package.ts";

/** A flow, packed to run in another process. */
export interface Bundle {
  readonly code: BundlePart;
  /** Maps the code to the project's sources, without their text. */
  readonly sourceMap: BundlePart | null;
  /** What its variables held; `null` where it needs none of them. */
  readonly values: BundlePart | null;
  /** The included files; `null` where there are none. */
  readonly files: BundlePart | null;
  /** What goes along beside the code, in a layer for the platform that it runs on. */
  readonly packages: readonly ExternalPackage[];
  /** The packages whose decorators the code uses, and where they are installed. */
  readonly plugins: readonly { readonly name: string; readonly directory: string }[];
  /** The directory of the flow's original source. */
  readonly directory: string;
  /** The export of the code module that is the flow. */
  readonly exportName: string;
  /** The function's own name in its source; `null` where it has none there, or the source does not show it. */
  readonly flowName: string | null;
  /**
   * The parameters' names in the source, one for each of the definition's, which the running code may call otherwise;
   * `null` where the source does not show them.
   */
  readonly parameterNames: readonly string[] | null;
  readonly minimumNodeMajor: number;
  /** Relative to the flow's directory, sorted. */
  readonly includedFiles: readonly string[];
  /** What of the code travels, and how. */
  readonly explanation: CodeExplanation;
  /** What may behave differently in the other process, one line each. */
  readonly warnings: readonly string[];
}
