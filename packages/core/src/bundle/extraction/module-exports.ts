import type { Program } from "oxc-parser";
import { blockNames } from "../syntax/scope-names.ts";
import { isTypeOnly, type SyntaxNode } from "../syntax/syntax-node.ts";

/** How a module gives a name to those that import it. */
export interface ModuleExport {
  readonly exported: string;
  /** The module's own name for it; `null` where it comes from another module or has none. */
  readonly local: string | null;
  /** What has to stand in the module so that it gives the name. */
  readonly text: string;
}

/** The names that a module exports one by one, as values. */
export function moduleExports(program: Program): ReadonlyMap<string, ModuleExport> {
  return new Map(program.body.flatMap(exportsOf));
}

function exportsOf(statement: SyntaxNode): (readonly [string, ModuleExport])[] {
  if (statement.type === "ExportDefaultDeclaration") {
    const [local] = blockNames([statement]);
    return local === undefined
      ? []
      : [["default", { exported: "default", local, text: `export { ${local} as default };` }]];
  }
  if (statement.type !== "ExportNamedDeclaration" || isTypeOnly(statement) || statement.exportKind === "type")
    return [];
  if (statement.declaration) {
    return blockNames([statement.declaration]).map((local) => [
      local,
      { exported: local, local, text: `export { ${local} };` },
    ]);
  }
  const { source } = statement;
  return statement.specifiers.flatMap((specifier) => {
    if (specifier.exportKind === "type") return [];
    const [from, exported] = [nameText(specifier.local), nameText(specifier.exported)];
    const local = source || specifier.local.type !== "Identifier" ? null : specifier.local.name;
    const text = `export { ${from} as ${exported} }${source ? ` from ${source.raw ?? JSON.stringify(source.value)}` : ""};`;
    const name = plainName(specifier.exported);
    return [[name, { exported: name, local, text }] as const];
  });
}

function nameText(node: SyntaxNode): string {
  return node.type === "Literal" ? JSON.stringify(node.value) : plainName(node);
}

function plainName(node: SyntaxNode): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}
