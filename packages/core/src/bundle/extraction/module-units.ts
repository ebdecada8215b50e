import type { Program } from "oxc-parser";
import { freeReferences, type Reference } from "../syntax/references.ts";
import { blockNames, hoistedNames, patternNames } from "../syntax/scope-names.ts";
import { isTypeOnly, type SyntaxNode } from "../syntax/syntax-node.ts";

/**
 * The smallest part of a module that is kept or dropped as a whole: one imported name, one declarator, one class,
 * function, enum or namespace, or one statement that does something.
 */
export interface ModuleUnit {
  readonly kind: "import" | "declaration" | "effect";
  /** The part itself. */
  readonly node: SyntaxNode;
  /** The top-level statement that holds it. */
  readonly statement: SyntaxNode;
  readonly names: readonly string[];
  readonly references: readonly Reference[];
}

/** Splits a module at its top level. Types and export lists belong to no unit: they never travel. */
export function moduleUnits(program: Program): ModuleUnit[] {
  return program.body.flatMap(unitsOf);
}

function unitsOf(statement: SyntaxNode): ModuleUnit[] {
  if (isTypeOnly(statement)) return [];
  switch (statement.type) {
    case "ImportDeclaration":
      return importUnits(statement);
    case "ExportNamedDeclaration":
      return statement.declaration ? declarationUnits(statement.declaration, statement) : [];
    case "ExportDefaultDeclaration":
      return declarationUnits(statement.declaration, statement);
    case "ExportAllDeclaration":
      return [];
    default:
      return declarationUnits(statement, statement);
  }
}

function importUnits(statement: Extract<SyntaxNode, { type: "ImportDeclaration" }>): ModuleUnit[] {
  if (statement.importKind === "type") return [];
  return statement.specifiers
    .filter((specifier) => specifier.type !== "ImportSpecifier" || specifier.importKind !== "type")
    .map((node) => ({ kind: "import", node, statement, names: [node.local.name], references: [] }));
}

function declarationUnits(node: SyntaxNode, statement: SyntaxNode): ModuleUnit[] {
  if (isTypeOnly(node)) return [];
  if (node.type === "VariableDeclaration") {
    return node.declarations.map((declarator) => ({
      kind: "declaration",
      node: declarator,
      statement,
      names: patternNames(declarator.id),
      references: freeReferences(declarator),
    }));
  }
  const names = blockNames([node]);
  const kind = names.length > 0 ? "declaration" : "effect";
  return [{ kind, node, statement, names: [...names, ...hoistedNames(node)], references: freeReferences(node) }];
}
