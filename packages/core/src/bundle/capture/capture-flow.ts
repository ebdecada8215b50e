import type { FlowDefinition } from "../../contracts/flow.ts";
import { receiverUses } from "../extraction/captured-variables.ts";
import { type FlowCall, findFlowCall } from "../site/find-flow-call.ts";
import { freeReferences, type Reference } from "../syntax/references.ts";
import { scopeNames } from "../syntax/scope-names.ts";
import { isFunction, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import { type CapturedContent, type CapturedFunction, contentText, type Replacement } from "./captured-graph.ts";
import { uncapturable } from "./capture-problem.ts";
import { type FoundValue, type GraphBuilder, importedText } from "./graph-builder.ts";
import type { FunctionInspection } from "./inspect-functions.ts";
import { declaresFunction, topLevelName } from "./named-source.ts";
import { placeFunction } from "./place-function.ts";

/** A flow that another flow captured travels as the expression that makes it, with its decorator where it has one. */
export async function captureFlow(
  builder: GraphBuilder,
  definition: FlowDefinition,
  found: Omit<FoundValue, "value"> & { readonly isBound: boolean },
): Promise<CapturedContent> {
  const call = findFlowCall(definition);
  const path = found.isBound ? decorated(call.path) : call.path;
  const declared = builder.moduleOf(call.module);
  const topLevel = topLevelName(declared.units, path);
  if (topLevel !== null && declared === found.module) {
    found.module.roots.add(topLevel);
    return { kind: "expression", text: topLevel };
  }
  const isSurely = found.holder !== null && declaresFunction(path, found.holder.scope, found.name);
  const known = isSurely ? found.holder : null;
  return { kind: "function", slot: await placeFlow(builder, definition, call, { path, known }) };
}

/**
 * Places the expression that makes a flow. What it takes from the code around it is read through the flow's function;
 * options and functions that V8 does not keep for that one are taken from the flow itself.
 */
export async function placeFlow(
  builder: GraphBuilder,
  definition: FlowDefinition,
  { module: parsed, call }: FlowCall,
  { path, known }: { readonly path: readonly SyntaxNode[]; readonly known: CapturedFunction["frame"] },
): Promise<CapturedFunction> {
  const { name } = definition;
  const index = builder.nextIndex(name);
  const module = builder.moduleOf(parsed);
  const inspection = builder.inspector.inspect(definition.fn);
  const around = path.slice(1, -1);
  const isLocal = (reference: Reference): boolean => around.some((scope) => scopeNames(scope).includes(reference.name));
  const replacements: Replacement[] = [];

  if (freeReferences(call.callee).some(isLocal)) {
    replacements.push({ node: call.callee, text: importedText(module, "prefect-core", ["flow"]) });
  }
  const fn = call.arguments.at(-1);
  const options = call.arguments.length > 1 ? call.arguments[0] : undefined;
  const isInline = fn !== undefined && isFunction(unwrapExpression(fn));
  if (fn !== undefined && !isInline && needsValue(fn, isLocal)) {
    const content = await builder.contentOf({ name, value: definition.fn, holder: null, module });
    replacements.push({ node: fn, text: contentText(content) });
  }
  if (options !== undefined && !isReadable(options, isLocal, isInline ? inspection : null)) {
    const content = builder.keepValue(`options of ${name}`, definition.options, null);
    replacements.push({ node: options, text: contentText(content) });
  }
  const node = path.at(-1) ?? call;
  const isReplaced = ({ start }: Reference): boolean =>
    replacements.some((replaced) => replaced.node.start <= start && start < replaced.node.end);
  const unusable = receiverUses(node).find((use) => !isReplaced(use));
  if (unusable !== undefined) throw uncapturable(unusable.name, receiverReason);
  return placeFunction(builder, {
    index,
    name,
    module,
    around,
    source: { kind: "node", node, method: null, replacements },
    references: freeReferences(node).filter((reference) => !isReplaced(reference)),
    inspection,
    known,
  });
}

const receiverReason =
  "it belongs to the object around the flow and cannot be read from outside: copy what the flow needs of it into a variable";

/** `docker({...})(flow(...))`: up to the outermost call that is given the flow. */
function decorated(path: readonly SyntaxNode[]): readonly SyntaxNode[] {
  let end = path.length;
  for (let at = path.length - 2; at > 0; at -= 1) {
    const node = path[at] as SyntaxNode;
    if (node.type !== "CallExpression" || !node.arguments.includes(path[at + 1] as never)) break;
    end = at + 1;
  }
  return path.slice(0, end);
}

function needsValue(fn: SyntaxNode, isLocal: (reference: Reference) => boolean): boolean {
  return freeReferences(fn).some(isLocal) || receiverUses(fn).length > 0;
}

function isReadable(
  options: SyntaxNode,
  isLocal: (reference: Reference) => boolean,
  inspection: FunctionInspection | null,
): boolean {
  if (receiverUses(options).length > 0) return false;
  return freeReferences(options)
    .filter(isLocal)
    .every(({ name }) => inspection?.lookup(name) !== undefined);
}
