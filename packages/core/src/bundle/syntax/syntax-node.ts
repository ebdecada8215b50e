import { type ArrowFunctionExpression, type Function as FunctionNode, type Node, visitorKeys } from "oxc-parser";

/** Any node of a parsed module. */
export type SyntaxNode = Node;

/** A function of any form; a method holds one. */
export type FunctionSyntax = FunctionNode | ArrowFunctionExpression;

/** TypeScript's own nodes that exist at run time; every other `TS...` node is erased. */
const runtimeTypeScriptNodes: ReadonlySet<string> = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
  "TSExternalModuleReference",
  "TSQualifiedName",
  "TSParameterProperty",
]);

/** Whether the node vanishes when types are stripped. */
export function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type.startsWith("TS") && !runtimeTypeScriptNodes.has(node.type)) return true;
  return "declare" in node && node.declare === true;
}

export function isFunction(node: SyntaxNode): node is FunctionSyntax {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

/** The nodes directly below, in the order of the source. */
export function childNodes(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Whether `test` holds for the node or one below it that runs when the node does: function bodies are left out. */
export function runsSome(node: SyntaxNode, test: (node: SyntaxNode) => boolean): boolean {
  if (isTypeOnly(node)) return false;
  if (test(node)) return true;
  if (isFunction(node)) return false;
  return childNodes(node).some((child) => runsSome(child, test));
}

/** The expression inside parentheses and type assertions. */
export function unwrapExpression(node: SyntaxNode): SyntaxNode {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ChainExpression":
      return unwrapExpression(node.expression);
    case "SequenceExpression": {
      const last = node.expressions.at(-1);
      return last === undefined ? node : unwrapExpression(last);
    }
    default:
      return node;
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
