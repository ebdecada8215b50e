import type { ModuleUnit } from "../extraction/module-units.ts";
import { isFunction, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import { scopeNames } from "../syntax/scope-names.ts";

/** The top-level name that a module gives to exactly this function, class or flow; `null` where it has none. */
export function topLevelName(units: readonly ModuleUnit[], path: readonly SyntaxNode[]): string | null {
  const node = path.at(-1);
  const unit = units.find((candidate) => path.includes(candidate.node));
  if (unit?.kind !== "declaration" || node === undefined) return null;
  if (unit.node === node) return unit.names[0] ?? null;
  const { node: declarator } = unit;
  if (declarator.type !== "VariableDeclarator" || declarator.id.type !== "Identifier" || !declarator.init) return null;
  return unwrapExpression(declarator.init) === node ? declarator.id.name : null;
}

/**
 * Whether the source itself makes the variable of a scope out of what is at the end of the path, so that both are of
 * the same activation: `const inc = () => count++`, `function inc() {}`, `const counter = { inc() {} }`.
 */
export function declaresFunction(path: readonly SyntaxNode[], scope: SyntaxNode, name: string): boolean {
  const around = path.slice(1, -1).filter((node) => scopeNames(node).includes(name));
  if (around.at(-1) !== scope) return false;
  return path.some(
    (node) =>
      (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.id.name === name) ||
      ((isFunction(node) || node.type === "ClassDeclaration") && "id" in node && node.id?.name === name),
  );
}
