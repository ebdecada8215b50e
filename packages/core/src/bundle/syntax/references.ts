import { scopeNames } from "./scope-names.ts";
import { childNodes, isFunction, isTypeOnly, type SyntaxNode } from "./syntax-node.ts";

/**
 * What is done with a name: `write` assigns it, `mutate` assigns one of its members (or hands it to `Object.assign` and
 * its kin), `method` calls one of its members, `read` is everything else.
 */
export type ReferenceRole = "read" | "write" | "mutate" | "method";

/** One use of a name that the node does not declare itself. */
export interface Reference {
  readonly name: string;
  readonly role: ReferenceRole;
  /** Whether it stands in a function that does not run when the node does. */
  readonly deferred: boolean;
  readonly start: number;
}

interface Context {
  readonly hidden: readonly ReadonlySet<string>[];
  readonly deferred: boolean;
}

/** Every use, as a value, of a name from outside the node. */
export function freeReferences(root: SyntaxNode): Reference[] {
  const references: Reference[] = [];
  visit(root, { hidden: [], deferred: false }, "read", references);
  return references;
}

function visit(node: SyntaxNode, outer: Context, role: ReferenceRole, found: Reference[]): void {
  if (isTypeOnly(node)) return;
  const names = scopeNames(node);
  const context: Context = {
    hidden: names.length === 0 ? outer.hidden : [...outer.hidden, new Set(names)],
    deferred: outer.deferred || isFunction(node),
  };
  const visitAs = (child: SyntaxNode | null | undefined, childRole: ReferenceRole): void => {
    if (child) visit(child, context, childRole, found);
  };
  const use = (name: string): void => {
    if (context.hidden.some((hiddenNames) => hiddenNames.has(name))) return;
    found.push({ name, role, deferred: context.deferred, start: node.start });
  };

  switch (node.type) {
    case "Identifier":
      use(node.name);
      for (const decorator of node.decorators ?? []) visitAs(decorator, "read");
      return;
    case "JSXIdentifier":
      if (/^[^a-z]/.test(node.name)) use(node.name);
      return;
    case "JSXOpeningElement":
      // The classic transform calls React without naming it.
      use("React");
      visitAs(node.name, "read");
      for (const attribute of node.attributes) visitAs(attribute, "read");
      return;
    case "JSXOpeningFragment":
      use("React");
      return;
    case "JSXMemberExpression":
      if (node.object.type === "JSXIdentifier") use(node.object.name);
      else visitAs(node.object, "read");
      return;
    case "JSXAttribute":
      visitAs(node.value, "read");
      return;
    case "MemberExpression":
      visitAs(node.object, role === "write" ? "mutate" : role);
      if (node.computed) visitAs(node.property, "read");
      return;
    case "TSQualifiedName":
      visitAs(node.left, role);
      return;
    case "CallExpression":
    case "NewExpression":
      visitCall(node, context, found);
      return;
    case "AssignmentExpression":
      visitAs(node.left, "write");
      visitAs(node.right, "read");
      return;
    case "UpdateExpression":
      visitAs(node.argument, "write");
      return;
    case "UnaryExpression":
      visitAs(node.argument, node.operator === "delete" ? "write" : "read");
      return;
    case "ForInStatement":
    case "ForOfStatement":
      visitAs(node.left, node.left.type === "VariableDeclaration" ? "read" : "write");
      visitAs(node.right, "read");
      visitAs(node.body, "read");
      return;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      if ("decorators" in node) for (const decorator of node.decorators) visitAs(decorator, "read");
      if (node.computed) visitAs(node.key, "read");
      visitAs(node.value, role);
      return;
    case "VariableDeclarator":
      visitDeclaredPattern(node.id, context, found);
      visitAs(node.init, "read");
      return;
    case "ObjectPattern":
    case "ArrayPattern":
    case "RestElement":
      for (const child of childNodes(node)) visitAs(child, role);
      return;
    case "AssignmentPattern":
      visitAs(node.left, role);
      visitAs(node.right, "read");
      return;
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ChainExpression":
      visitAs(node.expression, role);
      return;
    case "LabeledStatement":
      visitAs(node.body, "read");
      return;
    case "ExportNamedDeclaration":
      if (node.declaration) visitAs(node.declaration, "read");
      else if (!node.source) for (const specifier of node.specifiers) visitAs(specifier.local, "read");
      return;
    case "TSImportEqualsDeclaration":
      visitAs(node.moduleReference, "read");
      return;
    case "TSModuleDeclaration":
    case "TSEnumDeclaration":
    case "TSEnumMember":
      visitAs("body" in node ? node.body : node.initializer, "read");
      return;
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "MetaProperty":
      return;
    default:
      break;
  }
  if (isFunction(node)) {
    for (const parameter of node.params) visitDeclaredPattern(parameter, context, found);
    visitAs(node.body, "read");
    return;
  }
  // A class declaration's own name is visible outside it too, so that it counts as a use of the outer one.
  const declared = "id" in node ? node.id : null;
  for (const child of childNodes(node)) if (child !== declared) visitAs(child, "read");
}

function visitCall(
  node: Extract<SyntaxNode, { type: "CallExpression" | "NewExpression" }>,
  context: Context,
  found: Reference[],
): void {
  const { callee } = node;
  const now = callee.type === "ParenthesizedExpression" ? callee.expression : callee;
  if (isFunction(now)) visitImmediate(now, context, found);
  else visit(callee, context, callee.type === "MemberExpression" ? "method" : "read", found);
  const mutatesFirst = isObjectMutation(callee);
  const callsBack = callee.type === "MemberExpression" && nameOf(callee.property) === "forEach";
  for (const [index, argument] of node.arguments.entries()) {
    if (callsBack && isFunction(argument)) visitImmediate(argument, context, found);
    else visit(argument, context, mutatesFirst && index === 0 ? "mutate" : "read", found);
  }
}

/** A function that is called where it stands: what it does happens when the statement runs. */
function visitImmediate(node: SyntaxNode, context: Context, found: Reference[]): void {
  const inside: Reference[] = [];
  visit(node, { hidden: context.hidden, deferred: false }, "read", inside);
  const nested = deferredRanges(node);
  for (const reference of inside) {
    const deferred =
      context.deferred || nested.some(({ start, end }) => start <= reference.start && reference.start < end);
    found.push({ ...reference, deferred });
  }
}

function deferredRanges(node: SyntaxNode): SyntaxNode[] {
  return childNodes(node).flatMap((child) => (isFunction(child) ? [child] : deferredRanges(child)));
}

/** In a pattern that declares, only defaults, computed keys and decorators use names. */
function visitDeclaredPattern(pattern: SyntaxNode, context: Context, found: Reference[]): void {
  if ("decorators" in pattern) {
    for (const decorator of pattern.decorators ?? []) visit(decorator, context, "read", found);
  }
  switch (pattern.type) {
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") continue;
        if (property.computed) visit(property.key, context, "read", found);
        visitDeclaredPattern(property.value, context, found);
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) visitDeclaredPattern(element, context, found);
      return;
    case "AssignmentPattern":
      visitDeclaredPattern(pattern.left, context, found);
      visit(pattern.right, context, "read", found);
      return;
    case "TSParameterProperty":
      visitDeclaredPattern(pattern.parameter, context, found);
      return;
    default:
      return;
  }
}

function isObjectMutation(callee: SyntaxNode): boolean {
  return (
    callee.type === "MemberExpression" &&
    ["Object", "Reflect"].includes(nameOf(callee.object)) &&
    /^(?:assign|define|set|freeze)/.test(nameOf(callee.property))
  );
}

function nameOf(node: SyntaxNode): string {
  return node.type === "Identifier" ? node.name : "";
}
