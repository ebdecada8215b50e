import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { loadSourceMap } from "../../settings/read-source-map.ts";
import { type ParsedModule, parseModule } from "../syntax/parse-module.ts";
import { childNodes, isFunction, isTypeOnly, type SyntaxNode } from "../syntax/syntax-node.ts";
import { toPath } from "../site/script-path.ts";
import type { ScriptLocation } from "./inspect-functions.ts";

/** Where a function or class stands in a file on disk. */
export interface FunctionSource {
  readonly module: ParsedModule;
  /** From the program down to the function or class, which is the last. */
  readonly path: readonly SyntaxNode[];
}

export interface Place {
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/**
 * The source of a live function. A module that is read already is preferred, so that what belongs together is taken
 * from one text: a compiled file, or its original.
 *
 * @returns `null` where the function's file is not on disk, or says something else by now
 */
export function findFunctionSource(
  location: ScriptLocation,
  loadModule: (file: string) => ParsedModule | null,
  preferredFile: string,
): FunctionSource | null {
  const script = toPath(location.url);
  const raw = script === null ? null : { file: script, line: location.line, column: location.column };
  const mapped = script === null ? [] : mapPlace(script, location);
  const places = [...mapped, ...(raw === null ? [] : [raw])];
  places.sort((left, right) => Number(right.file === preferredFile) - Number(left.file === preferredFile));
  for (const place of places) {
    const module = loadModule(place.file);
    const offset = module === null ? null : offsetOf(module.source, place);
    const path = module === null || offset === null ? null : pathToFunction(module.program, offset);
    if (module !== null && path !== null) return { module, path: withoutConstructor(path) };
  }
  return null;
}

/** V8 takes an explicit constructor for its class. */
function withoutConstructor(path: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const owner = path.at(-2);
  return owner?.type === "MethodDefinition" && owner.kind === "constructor" ? path.slice(0, -3) : path;
}

/** Reads and parses a file; `null` where that cannot be. */
export function loadModuleFile(file: string): ParsedModule | null {
  try {
    return existsSync(file) ? parseModule(file, readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}

/**
 * The original of a place in a script, by the map that the script names or carries. A coarse map has no position for an
 * arrow function's first parenthesis, so that the position after it is the second guess.
 */
export function mapPlace(script: string, { sourceMapUrl, line, column }: Omit<ScriptLocation, "url">): Place[] {
  if (sourceMapUrl === "") return [];
  try {
    const json = loadSourceMap(script, sourceMapUrl)?.json;
    if (json === undefined) return [];
    const map = new TraceMap(json);
    const needle = { line: line + 1, column };
    const next = originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND });
    return [originalPositionFor(map, needle), next].flatMap((position) => {
      if (position.source === null) return [];
      const file = toPath(position.source) ?? resolve(dirname(script), position.source);
      return [{ file, line: position.line - 1, column: position.column }];
    });
  } catch {
    // A map that cannot be read is no witness; the raw position may be one.
    return [];
  }
}

function offsetOf(source: string, { line, column }: Place): number | null {
  const lines = source.split("\n");
  const text = lines[line];
  if (text === undefined || column > text.length) return null;
  return lines.slice(0, line).reduce((offset, before) => offset + before.length + 1, column);
}

/** The innermost function or class whose head, from its first word to its body, spans the offset. */
function pathToFunction(node: SyntaxNode, offset: number): SyntaxNode[] | null {
  if (isTypeOnly(node) || offset < node.start || offset > node.end) return null;
  for (const child of childNodes(node)) {
    const below = pathToFunction(child, offset);
    if (below !== null) return [node, ...below];
  }
  const isClass = node.type === "ClassDeclaration" || node.type === "ClassExpression";
  // Inside a method's or property's key stands no function yet; V8 points to the parameters or to the key.
  if (node.type === "Property" || node.type === "MethodDefinition") {
    const { value } = node;
    return value && isFunction(value) && offset <= (value.body?.start ?? value.end) ? [node, value] : null;
  }
  if (!isClass && !isFunction(node)) return null;
  return offset <= (node.body?.start ?? node.end) ? [node] : null;
}
