import {
  childNodes,
  isFunction,
  isTypeOnly,
  runsSome,
  type SyntaxNode,
  unwrapExpression,
} from "../syntax/syntax-node.ts";
import type { ModuleUnit } from "./module-units.ts";

/** Methods of a flow that give a flow again instead of running it. */
const derivations: ReadonlySet<string> = new Set(["with", "withOptions"]);
/** Methods of a flow that start a run. */
const runs: ReadonlySet<string> = new Set(["submit", "submitToWorkPool", "map", "plan", "local", "retry", "attach"]);

/** What stands in a path for the instances of a class: `Jobs#.train`. */
const instanceOf = "#";

/** Tells expressions that make a flow from expressions that run one, by how a module's names were made. */
export interface FlowExpressions {
  /** Whether evaluating the node starts a run of a flow that this module makes. */
  runsFlow(node: SyntaxNode): boolean;
  /** Whether the node's value is a flow, bound or not. */
  isFlow(node: SyntaxNode): boolean;
  /** The top-level names through which this module's flows are reached. */
  readonly names: ReadonlySet<string>;
}

/**
 * @param target the call that is known to make a flow; other calls of the same callee make flows too
 */
export function flowExpressions(
  units: readonly ModuleUnit[],
  target: Extract<SyntaxNode, { type: "CallExpression" }>,
): FlowExpressions {
  const maker = memberPath(target.callee);
  /** `train`, `flows.train`, `Jobs.train`: where a flow of this module can be found. */
  const paths = new Set<string>();
  /** Variables that hold an instance, with the path of what they hold. */
  const instances = new Map<string, string>();

  const isFlow = (node: SyntaxNode): boolean => {
    const expression = unwrapExpression(node);
    if (expression.type !== "CallExpression") {
      const path = memberPath(expression);
      if (path === null) return false;
      const [variable = "", ...members] = path.split(".");
      return paths.has(path) || paths.has([instances.get(variable), ...members].join("."));
    }
    if (expression === target || memberPath(expression.callee) === maker) return true;
    const callee = unwrapExpression(expression.callee);
    if (callee.type === "MemberExpression" && isFlow(callee.object)) return derivations.has(propertyName(callee) ?? "");
    return expression.arguments.some(isFlow) && !isFlow(callee) && !returnsNoFlow(callee);
  };
  const startsRun = (node: SyntaxNode): boolean => {
    if (node.type !== "CallExpression") return false;
    const callee = unwrapExpression(node.callee);
    if (isFlow(callee)) return true;
    return callee.type === "MemberExpression" && isFlow(callee.object) && runs.has(propertyName(callee) ?? "");
  };

  for (const unit of units) {
    const { node } = unit;
    if (node.type === "VariableDeclarator" && node.init && node.id.type === "Identifier") {
      collectPaths(node.id.name, node.init, isFlow, paths);
      if (node.init.type === "NewExpression") instances.set(node.id.name, memberPath(node.init) ?? "");
    } else if (node.type === "ClassDeclaration" && node.id) {
      collectPaths(node.id.name, node, isFlow, paths);
    } else if (node.type === "ExpressionStatement" && node.expression.type === "AssignmentExpression") {
      const path = memberPath(node.expression.left);
      if (path !== null) collectPaths(path, node.expression.right, isFlow, paths);
    }
  }
  const names = new Set([...paths].map((path) => (path.split(".")[0] ?? path).replace(instanceOf, "")));
  for (const [name, path] of instances) if ([...paths].some((known) => known.startsWith(`${path}.`))) names.add(name);
  return { isFlow, runsFlow: (node) => runsSome(node, startsRun), names };
}

/** Array methods and promise combinators call or collect flows; they do not wrap one. */
function returnsNoFlow(callee: SyntaxNode): boolean {
  if (callee.type !== "MemberExpression") return false;
  return /^(?:map|forEach|filter|reduce|push|set|add|all|allSettled|then|log)$/.test(propertyName(callee) ?? "");
}

function collectPaths(
  path: string,
  value: SyntaxNode,
  isFlow: (node: SyntaxNode) => boolean,
  paths: Set<string>,
): void {
  if (isFlow(value)) {
    paths.add(path);
    return;
  }
  const expression = unwrapExpression(value);
  if (isTypeOnly(expression) || isFunction(expression)) return;
  if (expression.type === "ArrayExpression") {
    for (const [index, element] of expression.elements.entries()) {
      if (element) collectPaths(`${path}.${index}`, element, isFlow, paths);
    }
  } else if (expression.type === "ObjectExpression") {
    for (const property of expression.properties) {
      const name = property.type === "Property" && !property.computed ? literalName(property.key) : null;
      if (property.type === "Property" && name !== null) collectPaths(`${path}.${name}`, property.value, isFlow, paths);
    }
  } else if (expression.type === "ClassDeclaration" || expression.type === "ClassExpression") {
    for (const member of childNodes(expression.body)) collectMember(path, member, isFlow, paths);
  }
}

function collectMember(
  path: string,
  member: SyntaxNode,
  isFlow: (node: SyntaxNode) => boolean,
  paths: Set<string>,
): void {
  if (member.type !== "PropertyDefinition" && member.type !== "MethodDefinition") return;
  const name = literalName(member.key);
  if (name === null) return;
  if (member.type === "MethodDefinition") {
    const owner = member.static ? path : `${path}${instanceOf}`;
    if (member.decorators.some(({ expression }) => isFlow(expression))) paths.add(`${owner}.${name}`);
  } else if (member.static && member.value) {
    collectPaths(`${path}.${name}`, member.value, isFlow, paths);
  }
}

/** `a.b[0]` as `a.b.0`; `null` for what is no chain of plain names. */
function memberPath(node: SyntaxNode): string | null {
  const expression = unwrapExpression(node);
  if (expression.type === "Identifier") return expression.name;
  if (expression.type === "NewExpression") {
    const type = memberPath(expression.callee);
    return type === null ? null : `${type}${instanceOf}`;
  }
  if (expression.type !== "MemberExpression") return null;
  const object = memberPath(expression.object);
  const name = propertyName(expression);
  return object === null || name === null ? null : `${object}.${name}`;
}

function propertyName(node: Extract<SyntaxNode, { type: "MemberExpression" }>): string | null {
  return node.computed && node.property.type !== "Literal" ? null : literalName(node.property);
}

function literalName(node: SyntaxNode): string | null {
  if (node.type === "Identifier") return node.name;
  if (node.type === "PrivateIdentifier") return `#${node.name}`;
  return node.type === "Literal" ? String(node.value) : null;
}
