import type { Reference } from "../syntax/references.ts";
import { decoratedMethod } from "../syntax/decorated-method.ts";
import { scopeNames } from "../syntax/scope-names.ts";
import { childNodes, isFunction, isTypeOnly, type SyntaxNode } from "../syntax/syntax-node.ts";

/** What a flow's expression takes from the code around it, other than the module's top level. */
export interface Surroundings {
  /** Variables of functions and blocks around the flow. */
  readonly captured: readonly Reference[];
  /** Whether the expression means something only inside the class around it: its own name, `this`, a private member, a decorator. */
  readonly belongsToClass: boolean;
  /** Whether the flow is made inside a function or an instance's field, which may run never or often. */
  readonly madeOnDemand: boolean;
}

/**
 * @param path from the program down to the flow's expression
 * @param references what the expression uses from outside itself
 */
export function surroundingsOf(path: readonly SyntaxNode[], references: readonly Reference[]): Surroundings {
  const expression = path.at(-1);
  const around = path.slice(1, -1);
  const madeOnDemand = around.some((node) => isFunction(node) || isInstanceField(node));
  const captured: Reference[] = [];
  let usesClassName = false;
  for (const reference of references) {
    const scope = around.findLast((node) => scopeNames(node).includes(reference.name));
    if (scope?.type === "ClassExpression" && !madeOnDemand) usesClassName = true;
    else if (scope !== undefined) captured.push(reference);
  }
  const bound = expression === undefined ? [] : receiverUses(expression);
  const insideClass = around.some((node) => node.type === "ClassBody");
  const isMethod = decoratedMethod(path) !== null;
  if (madeOnDemand && !isMethod) captured.push(...bound);
  return {
    captured: captured.filter(({ name }, index) => captured.findIndex((other) => other.name === name) === index),
    belongsToClass: insideClass && !madeOnDemand && (isMethod || usesClassName || bound.length > 0),
    madeOnDemand,
  };
}

function isInstanceField(node: SyntaxNode): boolean {
  return (node.type === "PropertyDefinition" || node.type === "AccessorProperty") && !node.static;
}

/** Uses of `this`, `super` and private members that belong to what is around the node. */
export function receiverUses(node: SyntaxNode): Reference[] {
  if (isTypeOnly(node)) return [];
  const use = (name: string): Reference => ({ name, role: "read", deferred: false, start: node.start });
  if (node.type === "ThisExpression") return [use("this")];
  if (node.type === "Super") return [use("super")];
  if (node.type === "PrivateIdentifier") return [use(`#${node.name}`)];
  const below = childNodes(node).flatMap(receiverUses);
  const opensClass = node.type === "ClassExpression" || node.type === "ClassDeclaration";
  if (opensClass) return [];
  const opensReceiver = isFunction(node) && node.type !== "ArrowFunctionExpression";
  return opensReceiver ? below.filter(({ name }) => name.startsWith("#")) : below;
}
