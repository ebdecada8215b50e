import { isFunction, type SyntaxNode } from "../syntax/syntax-node.ts";
import { uncapturable } from "./capture-problem.ts";

/** Source that makes a function or class where an expression may stand. */
export interface ExpressionSource {
  readonly node: SyntaxNode;
  /** The words before the parameters where the node is a method's; else `null`. */
  readonly method: string | null;
  /** What is around it, outermost first. */
  readonly around: readonly SyntaxNode[];
}

/** @param path from the program down to the function or class @throws CaptureProblem for what means nothing elsewhere */
export function toExpression(name: string, path: readonly SyntaxNode[]): ExpressionSource {
  const node = path.at(-1);
  const owner = path.at(-2);
  if (node === undefined) throw new Error("A path to a function leads somewhere.");
  const around = path.slice(1, -1);
  const isMethod =
    owner?.type === "MethodDefinition" || (owner?.type === "Property" && (owner.method || owner.kind !== "init"));
  if (!isMethod || !isFunction(node)) return { node, method: null, around };
  if (owner.kind === "get" || owner.kind === "set") {
    throw uncapturable(name, "an accessor cannot be sent without its object: use a method");
  }
  if (usesSuper(node)) throw uncapturable(name, "a method that uses super cannot be sent without its class");
  const generator = node.type === "ArrowFunctionExpression" || !node.generator ? "" : "*";
  return { node, method: `${node.async ? "async " : ""}${generator}`, around };
}

function usesSuper(node: SyntaxNode): boolean {
  return node.type === "Super" || Object.values(node).some((value) => contains(value));
}

function contains(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(contains);
  return typeof value === "object" && value !== null && "type" in value && usesSuper(value as SyntaxNode);
}
