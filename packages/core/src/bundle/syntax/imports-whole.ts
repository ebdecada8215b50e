import type { ParsedModule } from "./parse-module.ts";
import { childNodes, type SyntaxNode } from "./syntax-node.ts";

/**
 * Whether a module takes another one as a whole, and not by names: `import * as x`, `export *`, `import()`, `require()`.
 *
 * @param specifier as the importing module writes it
 */
export function importsWhole({ program }: ParsedModule, specifier: string): boolean {
  return program.body.some((statement) => {
    if (statement.type !== "ImportDeclaration") return loadsWhole(statement, specifier);
    const { source, specifiers } = statement;
    return source.value === specifier && specifiers.some(({ type }) => type === "ImportNamespaceSpecifier");
  });
}

function loadsWhole(node: SyntaxNode, specifier: string): boolean {
  const isIt = (value: SyntaxNode | undefined): boolean => value?.type === "Literal" && value.value === specifier;
  if (node.type === "ExportAllDeclaration" || node.type === "ImportExpression") return isIt(node.source);
  const isRequire =
    node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require";
  if (isRequire && isIt(node.arguments[0])) return true;
  return childNodes(node).some((child) => loadsWhole(child, specifier));
}
