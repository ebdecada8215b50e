import type { LayoutProblem } from "./layout-problem.ts";
import { resolveImport, type SourceFile, type SourceTree } from "./source-tree.ts";

/** No file may need itself to be loaded. Types and dynamic imports are not loaded with the file and may point back. */
export function checkCycles(tree: SourceTree): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const finished = new Set<SourceFile>();
  const visit = (file: SourceFile, trail: readonly SourceFile[]): void => {
    for (const { specifier, line, kind } of file.imports) {
      const target = kind === "static" ? resolveImport(tree, file, specifier) : null;
      if (target === null || finished.has(target)) continue;
      const start = [...trail, file].indexOf(target);
      if (start === -1) {
        visit(target, [...trail, file]);
      } else {
        const round = [...[...trail, file].slice(start), target].map((member) => member.path).join(" > ");
        problems.push({ file: file.path, line, message: `closes an import cycle: ${round}` });
      }
    }
    finished.add(file);
  };
  for (const file of tree.files.values()) if (!finished.has(file)) visit(file, []);
  return problems;
}
