import type { Class, MethodDefinition } from "oxc-parser";
import type { SyntaxNode } from "./syntax-node.ts";

/** A method with a decorator, and the class that declares it. */
export interface DecoratedMethodSyntax {
  readonly member: MethodDefinition;
  readonly owner: Class;
}

/** The method that the call at the end of the path decorates; `null` where it decorates none. */
export function decoratedMethod(path: readonly SyntaxNode[]): DecoratedMethodSyntax | null {
  const [owner, , member, decorator] = path.slice(-5);
  if (decorator?.type !== "Decorator" || member?.type !== "MethodDefinition") return null;
  return owner?.type === "ClassDeclaration" || owner?.type === "ClassExpression" ? { member, owner } : null;
}
