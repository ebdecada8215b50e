import type { AnyFunction, FlowBrand } from "../../contracts/flow.ts";
import { receiverUses } from "../extraction/captured-variables.ts";
import { freeReferences } from "../syntax/references.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { CapturedContent } from "./captured-graph.ts";
import { uncapturable } from "./capture-problem.ts";
import { captureFlow } from "./capture-flow.ts";
import { findExport } from "./find-export.ts";
import { type FunctionSource, findFunctionSource } from "./function-source.ts";
import { type FoundValue, type GraphBuilder, importedText } from "./graph-builder.ts";
import type { FunctionInspection } from "./inspect-functions.ts";
import { declaresFunction, topLevelName } from "./named-source.ts";
import { placeFunction } from "./place-function.ts";
import { toExpression } from "./to-expression.ts";
import { wellKnownExpression } from "./well-known.ts";

/** Says how a captured value travels, and has everything looked at that it leads to. */
export async function contentOf(builder: GraphBuilder, found: FoundValue): Promise<CapturedContent> {
  const { name, value } = found;
  const expression = wellKnownExpression(value);
  if (expression !== undefined) return { kind: "expression", text: expression };
  if (typeof value !== "function") {
    const known = typeof value === "object" && value !== null ? builder.known.get(value) : undefined;
    if (known !== undefined) return known;
    const content = builder.keepValue(name, value, found.holder);
    if (typeof value === "object" && value !== null) builder.known.set(value, content);
    return content;
  }
  const known = builder.slots.get(value);
  if (known !== undefined) return { kind: "function", slot: known };
  const content = isFlow(value)
    ? await captureFlow(builder, value["~flow"], { ...found, isBound: "submit" in value })
    : await functionContent(builder, value as AnyFunction, found);
  if (content.kind === "function") builder.slots.set(value, content.slot);
  return content;
}

async function functionContent(builder: GraphBuilder, fn: AnyFunction, found: FoundValue): Promise<CapturedContent> {
  const { name, holder, module } = found;
  const inspection = builder.inspector.inspect(fn);
  const location = inspection.location();
  const label = fn.name === "" ? "a function" : `the function ${fn.name}`;
  if (location === null) {
    throw uncapturable(name, `${label} is native or bound, and has no source: call it in a function of your own`);
  }
  const source = findFunctionSource(location, builder.loadModule, builder.entry.module.file);
  if (source === null || isInstalled(source)) {
    const exported = await findExport(location.url, fn);
    if (exported !== null) {
      return { kind: "expression", text: importedText(module, exported.specifier, exported.path) };
    }
    throw uncapturable(
      name,
      `${label} is made in ${location.url}, which does not export it: make it in a function or file of your own`,
    );
  }
  const declared = builder.moduleOf(source.module);
  const topLevel = topLevelName(declared.units, source.path);
  if (topLevel !== null && declared === module) {
    module.roots.add(topLevel);
    return { kind: "expression", text: topLevel };
  }
  const { node, method, around } = toExpression(name, source.path);
  const unusable = receiverUses(node)[0];
  if (unusable !== undefined) {
    throw uncapturable(
      name,
      `${label} uses '${unusable.name}' of the object around it: copy what it needs into a variable`,
    );
  }
  const isSurely =
    found.isSibling === true ||
    (holder !== null && declaresFunction(source.path, holder.scope, found.declaredAs ?? name));
  const slot = placeFunction(builder, {
    index: builder.nextIndex(name),
    name: fn.name || name,
    module: declared,
    around,
    source: { kind: "node", node, method, replacements: [] },
    references: freeReferences(node).filter((reference) => reference.name !== ownName(node)),
    inspection: withBase(inspection, node, fn),
    known: isSurely ? holder : null,
  });
  return { kind: "function", slot };
}

/** V8 keeps no variable for a class that is only extended; the class itself knows its base. */
function withBase(inspection: FunctionInspection, node: SyntaxNode, fn: AnyFunction): FunctionInspection {
  if (!("superClass" in node) || node.superClass?.type !== "Identifier") return inspection;
  const { name } = node.superClass;
  const base = { value: Object.getPrototypeOf(fn) as unknown };
  return { ...inspection, lookup: (wanted) => inspection.lookup(wanted) ?? (wanted === name ? base : undefined) };
}

/** Inside itself a class is known by its name, whatever it is called outside. */
function ownName(node: SyntaxNode): string | null {
  const isClass = node.type === "ClassDeclaration" || node.type === "ClassExpression";
  return isClass ? (node.id?.name ?? null) : null;
}

function isFlow(value: object): value is FlowBrand {
  return "~flow" in value && typeof value["~flow"] === "object";
}

function isInstalled({ module }: FunctionSource): boolean {
  return /[\\/]node_modules[\\/]/.test(module.file);
}
