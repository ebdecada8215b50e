import { encodeTree } from "../../serialization/encode-walk.ts";
import { frameTagged } from "../../serialization/frame.ts";
import type { Position } from "../../serialization/position.ts";
import { displayPath, encodedPath } from "../../serialization/position.ts";
import { ValueNotSerializableError } from "../../errors/value-not-serializable-error.ts";
import { type CapturedFunction, contentText } from "./captured-graph.ts";
import { CaptureProblem, type UncapturablePart } from "./capture-problem.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/** What paths in messages start with before they are cut to the variable's name. */
const rootName = "captured";

/**
 * Encodes the values of variables as one document, so that what two of them share stays shared. Functions in them
 * travel as code, and may lead to further variables, which are looked at first.
 *
 * @throws CaptureProblem where a part of a value cannot travel
 */
export async function encodeCapturedValues(builder: GraphBuilder): Promise<Uint8Array> {
  for (;;) {
    await lookAtPending(builder);
    const unknown: { readonly fn: object; readonly at: Position }[] = [];
    const siblings = new Map<Position | null, CapturedFunction>();
    const encodeFunction = (fn: object, at: Position): { $: string; to: number } => {
      builder.keysWithFunctions.add(String(encodedPath(at)[0]));
      const slot = builder.slots.get(fn);
      if (slot === undefined) unknown.push({ fn, at });
      else siblings.set(at.parent, slot);
      return { $: "function", to: slot?.index ?? 0 };
    };
    const tree = encode(builder, encodeFunction);
    if (unknown.length === 0) return Buffer.concat(frameTagged(tree));
    for (const { fn, at } of unknown) {
      const sibling = siblings.get(at.parent);
      const slot = await placeInObject(builder, fn, at, sibling);
      siblings.set(at.parent, slot);
    }
  }
}

/** Looks at everything before it gives up, so that all problems are told at once. */
async function lookAtPending({ pending }: GraphBuilder): Promise<void> {
  const problems: UncapturablePart[] = [];
  for (let work = pending.shift(); work !== undefined; work = pending.shift()) {
    await work().catch((error: unknown) => {
      if (!(error instanceof CaptureProblem)) throw error;
      problems.push(...error.parts);
    });
  }
  if (problems.length > 0) throw new CaptureProblem(problems);
}

function encode(builder: GraphBuilder, encodeFunction: (fn: object, at: Position) => { $: string; to: number }) {
  try {
    return encodeTree(Object.fromEntries(builder.values), {
      rootName,
      jsonOnly: false,
      unsendable: "refuse",
      encodeFunction,
    });
  } catch (error) {
    if (!ValueNotSerializableError.isInstance(error)) throw error;
    throw new CaptureProblem(error.parts.map(({ path, reason }) => ({ variable: variableOf(path), reason })));
  }
}

async function placeInObject(
  builder: GraphBuilder,
  fn: object,
  at: Position,
  sibling: CapturedFunction | undefined,
): Promise<CapturedFunction> {
  const known = builder.slots.get(fn);
  if (known !== undefined) return known;
  const key = String(encodedPath(at)[0]);
  const holder = sibling?.frame ?? builder.holders.get(key) ?? null;
  const content = await builder.contentOf({
    name: variableOf(displayPath(at)),
    value: fn,
    holder,
    declaredAs: key.replace(/ \(\d+\)$/, ""),
    module: builder.entry,
    isSibling: sibling !== undefined,
  });
  if (content.kind === "function") return content.slot;
  const { entry } = builder;
  const source = { kind: "text", text: contentText(content) } as const;
  const slot: CapturedFunction = { index: builder.nextIndex(key), name: key, module: entry, frame: null, source };
  entry.slots.push(slot);
  builder.slots.set(fn, slot);
  return slot;
}

/** `db.pool` of `captured.db.pool`, and of `captured["db (2)"].pool`. */
export function variableOf(path: string): string {
  return path.replace(new RegExp(`^${rootName}\\.?`), "").replace(/^\["([^"]+?)(?: \(\d+\))?"\]/, "$1");
}
