import type { SourceTree } from "./source-tree.ts";

/** A place that breaks a rule, and why the rule exists. */
export interface LayoutProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export type LayoutRule = (tree: SourceTree) => LayoutProblem[];
