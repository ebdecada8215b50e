import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { freeReferences } from "../syntax/references.ts";
import type { CapturedModule, Frame } from "./captured-graph.ts";
import type { FunctionInspection } from "./inspect-functions.ts";

/** The frame that a function surely sees, because of where it was found; `null` where nothing says so. */
export type KnownFrame = Frame | null;

export interface FrameRequest {
  readonly module: CapturedModule;
  readonly scope: SyntaxNode;
  readonly parent: Frame | null;
  /** What the function uses of the frame's variables. */
  readonly names: readonly string[];
  readonly inspection: FunctionInspection;
  readonly known: KnownFrame;
}

/**
 * The frame of a scope that a function sees. V8 does not tell whether two functions see the same activation of a scope,
 * so that it is told by what they hold: the same objects mean the same frame. Numbers and texts alone that the code
 * also assigns prove nothing, as two counters may both stand at 0.
 */
export function findOrAddFrame(request: FrameRequest): Frame {
  const { module, scope, parent, inspection } = request;
  const siblings = parent === null ? module.frames : parent.frames;
  const found = siblings.find((frame) => frame.scope === scope && isSame(frame, request));
  if (found !== undefined) {
    found.witnesses.push(inspection);
    return found;
  }
  const frame: Frame = {
    module,
    scope,
    parent,
    variables: new Map(),
    frames: [],
    slots: [],
    witnesses: [inspection],
  };
  siblings.push(frame);
  return frame;
}

/** The frame itself or the one around it that a scope declares. */
export function frameOf(frame: Frame | null, scope: SyntaxNode): Frame | null {
  for (let at = frame; at !== null; at = at.parent) if (at.scope === scope) return at;
  return null;
}

function isSame(frame: Frame, { scope, names, inspection, known }: FrameRequest): boolean {
  if (frameOf(known, scope) === frame) return true;
  const compared = names.flatMap((name) => {
    const own = inspection.lookup(name);
    if (own === undefined) return [];
    return frame.witnesses.flatMap((witness) => {
      const other = witness.lookup(name);
      return other === undefined ? [] : [{ name, value: own.value, isSame: Object.is(own.value, other.value) }];
    });
  });
  if (compared.some(({ isSame: same }) => !same)) return false;
  if (compared.some(({ value }) => isObject(value))) return true;
  return !names.some((name) => isAssigned(scope, name));
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether code inside the scope, in whatever function, assigns the variable after it was declared. */
function isAssigned(scope: SyntaxNode, name: string): boolean {
  const body = "body" in scope && scope.body !== null && !Array.isArray(scope.body) ? scope.body : scope;
  const statements = Array.isArray((body as { body?: unknown }).body) ? (body as { body: SyntaxNode[] }).body : [body];
  return statements.some((statement) =>
    freeReferences(statement as SyntaxNode).some((reference) => reference.name === name && reference.role === "write"),
  );
}
