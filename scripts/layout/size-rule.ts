import type { LayoutProblem } from "./layout-problem.ts";
import type { SourceTree } from "./source-tree.ts";

const maximumLines = 400;

/** One concept per file; a longer file holds more than one. */
export function checkSizes(tree: SourceTree): LayoutProblem[] {
  return [...tree.files.values()]
    .filter(({ lineCount }) => lineCount > maximumLines)
    .map(({ path, lineCount }) => ({
      file: path,
      line: maximumLines + 1,
      message: `has ${lineCount} lines, over the limit of ${maximumLines}: it holds more than one concept`,
    }));
}
