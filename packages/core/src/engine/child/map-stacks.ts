import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isErrorLike } from "../describe-error.ts";

/** Finds where a position of the bundle's code stands in its sources. */
type FindSource = (line: number, column: number) => { file: string; line: number; column: number } | null;

const mapped = new WeakSet<Error>();

/**
 * Rewrites the stacks of an error, its causes and the errors that it holds: frames name the sources, and those of the
 * engine and of Node.js itself are left out. The source map is read here, at the first error, and not before.
 */
export async function mapStacks(error: unknown, directory: string): Promise<void> {
  const errors = [...collectErrors(error)];
  if (errors.length === 0) return;
  const findSource = await loadSourceMap(join(directory, "code.mjs.map"));
  const root = `${pathToFileURL(directory).href}/`;
  for (const each of errors) {
    mapped.add(each);
    if (typeof each.stack === "string") each.stack = mapStack(each.stack, root, findSource);
  }
}

/** One stack as text, mapped. Pure. @param root the URL of the directory that holds the bundle */
export function mapStack(stack: string, root: string, findSource: FindSource): string {
  return stack
    .split("\n")
    .map((line) => mapLine(line, root, findSource))
    .filter((line) => line !== null)
    .join("\n");
}

function mapLine(line: string, root: string, findSource: FindSource): string | null {
  const frame = /^(\s+at .*?\(?)((?:file|node):[^()\s]+?):(\d+):(\d+)(\)?)$/.exec(line);
  if (frame === null) return /^\s+at new Promise \(<anonymous>\)$/.test(line) ? null : line;
  const [, before = "", url = "", row = "", column = "", after = ""] = frame;
  if (url.startsWith("node:") || url === `${root}engine.mjs` || url === `${root}start.mjs`) return null;
  if (url !== `${root}code.mjs`) return line;
  const source = findSource(Number(row), Number(column));
  return source === null
    ? `${before}code.mjs:${row}:${column}${after}`
    : `${before}${source.file}:${source.line}:${source.column}${after}`;
}

async function loadSourceMap(path: string): Promise<FindSource> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return () => null;
  const { TraceMap, originalPositionFor } = await import("@jridgewell/trace-mapping");
  const map = new TraceMap(text);
  return (line, column) => {
    // Stack traces count columns from 1, source maps from 0.
    const position = originalPositionFor(map, { line, column: column - 1 });
    return position.source === null
      ? null
      : { file: position.source, line: position.line, column: position.column + 1 };
  };
}

function* collectErrors(value: unknown): Generator<Error> {
  const pending: unknown[] = [value];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const error = pending.pop();
    if (!isErrorLike(error) || seen.has(error)) continue;
    seen.add(error);
    if (!mapped.has(error)) yield error;
    pending.push(error.cause, ...((error as Partial<AggregateError>).errors ?? []));
  }
}
