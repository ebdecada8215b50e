import type { Reference } from "../syntax/references.ts";
import { scopeNames } from "../syntax/scope-names.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { CapturedFunction, CapturedModule, Frame, FunctionSourceText } from "./captured-graph.ts";
import { uncapturable } from "./capture-problem.ts";
import { findOrAddFrame, frameOf, type KnownFrame } from "./frames.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { FunctionInspection } from "./inspect-functions.ts";

export interface PlacedFunction {
  readonly index: number;
  readonly name: string;
  readonly module: CapturedModule;
  /** What is around it in the source, outermost first. */
  readonly around: readonly SyntaxNode[];
  readonly source: FunctionSourceText;
  /** What it uses from outside itself. */
  readonly references: readonly Reference[];
  readonly inspection: FunctionInspection;
  readonly known: KnownFrame;
}

/** Gives a function its place in the frames around it, and has the variables looked at that it captured. */
export function placeFunction(builder: GraphBuilder, placed: PlacedFunction): CapturedFunction {
  const { index, name, module, around, source, references, inspection, known } = placed;
  const scopes = around.filter((scope) => scopeNames(scope).length > 0);
  const captured = new Map<string, SyntaxNode>();
  for (const reference of references) {
    const scope = scopes.findLast((candidate) => scopeNames(candidate).includes(reference.name));
    if (scope === undefined) module.roots.add(reference.name);
    else captured.set(reference.name, scope);
  }
  let frame: Frame | null = null;
  for (const scope of captured.size === 0 ? [] : scopes) {
    const names = [...captured].filter(([, declaring]) => declaring === scope).map(([variable]) => variable);
    frame = findOrAddFrame({ module, scope, parent: frame, names, inspection, known });
  }
  const slot: CapturedFunction = { index, name, module, frame, source };
  (frame ?? module).slots.push(slot);
  for (const [variable, scope] of captured) {
    builder.pending.push(() => fillVariable(builder, frameOf(frame, scope), variable, inspection));
  }
  return slot;
}

async function fillVariable(
  builder: GraphBuilder,
  frame: Frame | null,
  name: string,
  inspection: FunctionInspection,
): Promise<void> {
  if (frame === null || frame.variables.has(name)) return;
  const found = inspection.lookup(name);
  if (found === undefined) {
    throw uncapturable(
      name,
      "this process does not hold it under that name: it has no value yet, or a transform has renamed it",
    );
  }
  frame.variables.set(name, await builder.contentOf({ name, value: found.value, holder: frame, module: frame.module }));
}
