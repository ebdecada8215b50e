import { childNodes, type FunctionSyntax, isFunction, isTypeOnly, type SyntaxNode } from "./syntax-node.ts";

/** The names that a binding pattern binds: `{ a, b: [c] }` binds `a` and `c`. */
export function patternNames(pattern: SyntaxNode | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap(patternNames);
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    case "TSParameterProperty":
      return patternNames(pattern.parameter);
    default:
      return [];
  }
}

/** The names that the statements themselves declare in their block. */
export function blockNames(statements: readonly SyntaxNode[]): string[] {
  return statements.flatMap((statement) => {
    if (isTypeOnly(statement)) return [];
    switch (statement.type) {
      case "VariableDeclaration":
        return statement.declarations.flatMap((declarator) => patternNames(declarator.id));
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSEnumDeclaration":
      case "TSModuleDeclaration":
      case "TSImportEqualsDeclaration":
        return patternNames(statement.id);
      case "ImportDeclaration":
        return statement.specifiers.map((specifier) => specifier.local.name);
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        return statement.declaration ? blockNames([statement.declaration]) : [];
      default:
        return [];
    }
  });
}

/** The names that `var` declarations below the node hoist to the function or module around it. */
export function hoistedNames(node: SyntaxNode): string[] {
  if (isFunction(node) || isTypeOnly(node)) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? blockNames([node]) : [];
  return [...own, ...childNodes(node).flatMap(hoistedNames)];
}

/** The names that are visible inside the node and not outside it; empty where the node opens no scope. */
export function scopeNames(node: SyntaxNode): string[] {
  if (isFunction(node)) return functionNames(node);
  switch (node.type) {
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return blockNames(node.body);
    case "SwitchStatement":
      return blockNames(node.cases.flatMap((clause) => clause.consequent));
    case "ForStatement":
      return node.init ? blockNames([node.init]) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return blockNames([node.left]);
    case "CatchClause":
      return patternNames(node.param);
    case "ClassExpression":
      return patternNames(node.id);
    case "TSEnumBody":
      return node.members.flatMap((member) => patternNames(member.id));
    default:
      return [];
  }
}

function functionNames(node: FunctionSyntax): string[] {
  const names = node.params.flatMap(patternNames);
  if (node.type !== "ArrowFunctionExpression") names.push("arguments");
  if (node.type === "FunctionExpression") names.push(...patternNames(node.id));
  if (node.body !== null) names.push(...hoistedNames(node.body));
  return names;
}
