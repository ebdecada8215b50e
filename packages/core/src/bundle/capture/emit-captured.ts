import { type Bundle, MagicString } from "magic-string";
import {
  type CapturedFunction,
  type CapturedModule,
  capturedName,
  contentText,
  type Frame,
  functionText,
} from "./captured-graph.ts";

export interface EmitOptions {
  /** What the source map calls the module's source. */
  readonly filename: string;
  /** The flow itself, which is made once everything else is; `null` in other modules. */
  readonly target: CapturedFunction | null;
  readonly keysWithFunctions: ReadonlySet<string>;
}

/**
 * Appends the functions of a module that were captured: a block for each frame, which declares its variables and makes
 * the functions that see them. What leads to a function is made after it, so that a class finds its base.
 */
export function emitCaptured(out: Bundle, captured: CapturedModule, options: EmitOptions): void {
  for (const [specifier, name] of captured.imports) {
    out.append(`import * as ${name} from ${JSON.stringify(specifier)};\n`);
  }
  const emission = { ...options, made: new Set<CapturedFunction>() };
  for (const item of inOrder(captured)) emitItem(out, item, emission);
}

interface Emission extends EmitOptions {
  /** The functions that are made already where the text has come to. */
  readonly made: Set<CapturedFunction>;
}

function emitItem(out: Bundle, item: Frame | CapturedFunction, options: Emission): void {
  if ("scope" in item) emitFrame(out, item, options);
  else emitFunction(out, item, options);
}

function emitFrame(out: Bundle, frame: Frame, options: Emission): void {
  out.append("{\n");
  for (const [name, content] of frame.variables) {
    const isLate =
      (content.kind === "function" && !options.made.has(content.slot)) ||
      (content.kind === "value" && options.keysWithFunctions.has(content.key));
    if (!isLate) out.append(`let ${name} = ${contentText(content)};\n`);
    else out.append(`let ${name}; ${capturedName}.links.push(() => { ${name} = ${contentText(content)}; });\n`);
  }
  for (const item of inOrder(frame)) emitItem(out, item, options);
  out.append("}\n");
}

function emitFunction(out: Bundle, slot: CapturedFunction, options: Emission): void {
  const place = functionText(slot.index);
  options.made.add(slot);
  const { source } = slot;
  if (source.kind === "text") {
    out.append(`${place} = ${source.text};\n`);
    return;
  }
  const { node, method, replacements } = source;
  const text = new MagicString(slot.module.module.source, { filename: options.filename });
  for (const replaced of replacements) text.overwrite(replaced.node.start, replaced.node.end, replaced.text);
  const key = JSON.stringify(slot.name);
  // A property gives what has no name of its own the name that it had.
  const [before, after] =
    slot === options.target
      ? [`${place} = () => (`, ");\n"]
      : [`${place} = ({ ${method === null ? `${key}: ` : `${method}[${key}]`}`, ` })[${key}];\n`];
  out.append(before);
  out.addSource({ filename: options.filename, content: text.snip(node.start, node.end) });
  out.append(after);
  for (const name of variablesOf(slot)) out.append(`${name} = ${place};\n`);
}

/** The variables that a function's own frames keep it in; others get it once everything is made. */
function variablesOf(slot: CapturedFunction): string[] {
  const names: string[] = [];
  const hidden = new Set<string>();
  for (let frame = slot.frame; frame !== null; frame = frame.parent) {
    for (const [name, content] of frame.variables) {
      if (!hidden.has(name) && content.kind === "function" && content.slot === slot) names.push(name);
      hidden.add(name);
    }
  }
  return names;
}

/** Last found first: what leads to something was found before it. */
function inOrder({ slots, frames }: Pick<Frame, "slots" | "frames">): (Frame | CapturedFunction)[] {
  return [...slots, ...frames].sort((left, right) => lastIndex(right) - lastIndex(left));
}

function lastIndex(item: Frame | CapturedFunction): number {
  if (!("scope" in item)) return item.index;
  return Math.max(0, ...item.slots.map(lastIndex), ...item.frames.map(lastIndex));
}
