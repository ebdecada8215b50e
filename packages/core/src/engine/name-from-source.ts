import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { DefinitionSite, SourcePosition } from "../contracts/definition-site.ts";
import { readSourceMap } from "../settings/read-source-map.ts";

/** How many lines before the call can belong to the declaration. */
const linesBefore = 10;

/**
 * What a flow is called whose function has no name: the variable or property that the call is assigned to, else
 * `file:line`, else `flow`. Reads the source file.
 */
export function nameFromSite(site: DefinitionSite): string {
  const positions = candidatePositions(site);
  for (const position of positions) {
    const name = nameAt(position);
    if (name !== null) return name;
  }
  const [first] = positions;
  if (first === undefined) return "flow";
  const { file, line } = originalPosition(first) ?? first;
  return `${basename(file)}:${line}`;
}

/** Where the position of compiled code stands in its source; `null` where nothing says so. */
function originalPosition({ file, line, column }: SourcePosition): SourcePosition | null {
  try {
    const path = toPath(file);
    const map = readSourceMap(path, readFileSync(path, "utf8"));
    if (map === null) return null;
    const entry = new SourceMap(JSON.parse(map.json) as SourceMapPayload).findEntry(line - 1, column - 1);
    if (!("originalSource" in entry) || !entry.originalSource) return null;
    return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    return null;
  }
}

/**
 * The name in what stands before a call: `const train = docker({ workPool: "x" })(` gives `train`, `{ train: ` too.
 * `null` where the call is not what is being assigned. Pure.
 */
export function bindingName(before: string): string | null {
  const text = before.replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/gs, '""').replaceAll(/\/\/.*|\/\*.*?\*\//g, " ");
  const binding = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?::(?!:)[^=,;{}()]*=|:|(?<![=!<>])=)(?![=>])\s*/gu;
  const found = [...text.matchAll(binding)].toReversed();
  return found.find((match) => reachesCall(text.slice(match.index + match[0].length)))?.[1] ?? null;
}

/** Whether only calls are opened between a binding and the flow's call, and no statement ends. */
function reachesCall(between: string): boolean {
  const open: string[] = [];
  for (const character of between) {
    if (character === ";") return false;
    if ("([{".includes(character)) open.push(character);
    else if (")]}".includes(character) && open.pop() === undefined) return false;
    else if (character === "," && open.length === 0) return false;
  }
  return open.every((bracket) => bracket === "(");
}

/** Where the stack says the call stands comes first: a loader that moves code maps the stack back. */
function candidatePositions({ stack, rawPosition }: DefinitionSite): readonly SourcePosition[] {
  const frame = /^\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?$/m.exec(stack);
  const mapped: SourcePosition[] =
    frame?.[1] === undefined ? [] : [{ file: frame[1], line: Number(frame[2]), column: Number(frame[3]) }];
  return rawPosition === null ? mapped : [...mapped, rawPosition];
}

function nameAt({ file, line, column }: SourcePosition): string | null {
  const lines = readLines(file);
  const text = lines[line - 1];
  // A position that a transform has moved does not stand at a call.
  if (
    text === undefined ||
    !/^[\p{ID_Start}$_(][\p{ID_Continue}$.,\s)]*(?:<[^(]*>)?\s*\(/u.test(text.slice(column - 1))
  ) {
    return null;
  }
  return bindingName(
    [...lines.slice(Math.max(0, line - 1 - linesBefore), line - 1), text.slice(0, column - 1)].join("\n"),
  );
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(toPath(file), "utf8").split("\n");
  } catch {
    return [];
  }
}

function toPath(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}
