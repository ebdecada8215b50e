import { parseSync } from "oxc-parser";

/** One import of a source file. */
export interface ModuleImport {
  readonly specifier: string;
  /** One-based. */
  readonly line: number;
  /** `type` imports are erased; `dynamic` ones are loaded at their first use. */
  readonly kind: "static" | "type" | "dynamic";
}

/** What a TypeScript source imports or re-exports. A dynamic import of a computed path is left out. */
export function readModuleImports(file: string, source: string): ModuleImport[] {
  const { module } = parseSync(file, source);
  const lineAt = (offset: number): number => source.slice(0, offset).split("\n").length;
  const imports: ModuleImport[] = module.staticImports.map(({ start, entries, moduleRequest }) => ({
    specifier: moduleRequest.value,
    line: lineAt(start),
    kind: entries.length > 0 && entries.every((entry) => entry.isType) ? "type" : "static",
  }));
  for (const { start, entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest == null) continue;
    const kind = entries.every((entry) => entry.isType) ? "type" : "static";
    imports.push({ specifier: first.moduleRequest.value, line: lineAt(start), kind });
  }
  for (const { start, moduleRequest } of module.dynamicImports) {
    const literal = /^(["'`])([^$]*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) imports.push({ specifier: literal[2], line: lineAt(start), kind: "dynamic" });
  }
  return imports;
}
