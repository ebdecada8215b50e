import { freeReferences, type Reference } from "../syntax/references.ts";
import { childNodes, isTypeOnly, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import type { ModuleUnit } from "./module-units.ts";

/** What a bundler follows: a call of this name that nothing in the module declares. */
const followed = "require";

/** How `const load = createRequire(import.meta.url)` is written so that what it loads travels. */
export interface CreatedRequires {
  /** Declarations in whose place the bundle has its own `require`. */
  readonly replaced: ReadonlySet<ModuleUnit>;
  /** Callees of calls with a literal, `load` in `load("x")`. */
  readonly callees: readonly SyntaxNode[];
}

/** @param flow the flow's expression, whose statement may not be among the units */
export function createdRequires(units: readonly ModuleUnit[], flow: SyntaxNode | null): CreatedRequires {
  const declaring = units.filter(({ node }) => isCreated(node));
  if (declaring.length === 0) return { replaced: new Set(), callees: [] };
  const names = new Set(declaring.flatMap((unit) => unit.names));
  const calleesIn = (node: SyntaxNode, references: readonly Reference[]): SyntaxNode[] => {
    const starts = new Set(references.filter(({ name }) => names.has(name)).map(({ start }) => start));
    return starts.size === 0 ? [] : literalCallees(node).filter(({ start }) => starts.has(start));
  };
  const isInUnit = flow !== null && units.some(({ node }) => node.start <= flow.start && flow.end <= node.end);
  const callees = units.flatMap(({ node, references }) => calleesIn(node, references));
  if (flow !== null && !isInUnit) callees.push(...calleesIn(flow, freeReferences(flow)));
  return { replaced: new Set(declaring.filter((unit) => unit.names.includes(followed))), callees };
}

/** `load = createRequire(import.meta.url)`: a require of the module's own place. */
function isCreated(node: SyntaxNode): boolean {
  if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier" || !node.init) return false;
  const call = unwrapExpression(node.init);
  if (call.type !== "CallExpression" || call.callee.type !== "Identifier") return false;
  const [place] = call.arguments;
  return (
    call.callee.name === "createRequire" &&
    place?.type === "MemberExpression" &&
    place.object.type === "MetaProperty" &&
    place.property.type === "Identifier" &&
    ["url", "filename"].includes(place.property.name)
  );
}

function literalCallees(node: SyntaxNode): SyntaxNode[] {
  if (isTypeOnly(node)) return [];
  const below = childNodes(node).flatMap(literalCallees);
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return below;
  const [specifier] = node.arguments;
  return specifier?.type === "Literal" && typeof specifier.value === "string" ? [node.callee, ...below] : below;
}
