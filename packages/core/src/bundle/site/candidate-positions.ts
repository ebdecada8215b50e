import { readFileSync } from "node:fs";
import { findSourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { DefinitionSite, SourcePosition } from "../../contracts/definition-site.ts";
import { readSourceMap } from "../../settings/read-source-map.ts";

/**
 * Where a definition may stand in a file on disk, best first. A stack that a source-map hook has rewritten names the
 * original; where no hook is installed it equals the raw position. A raw position that differs from the stack belongs
 * to generated code and comes after it.
 */
export function candidatePositions(site: DefinitionSite): SourcePosition[] {
  const raw = site.rawPosition;
  const reported = [firstPosition(site.stack), raw].filter((position) => position !== null);
  const original = raw === null ? [] : [positionByRuntime(raw), ...reported.map(positionByMapOnDisk)];
  const seen = new Set<string>();
  return [...reported, ...original]
    .flatMap((position) => (position === null ? [] : (onDisk(position) ?? [])))
    .filter(({ file, line, column }) => {
      const key = `${file}:${line}:${column}`;
      return !seen.has(key) && Boolean(seen.add(key));
    });
}

/** The position in the first frame of a stack as text. */
export function firstPosition(stack: string): SourcePosition | null {
  for (const frame of stack.split("\n")) {
    const [, file, line, column] = /^\s*at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (file !== undefined) return { file, line: Number(line), column: Number(column) };
  }
  return null;
}

function onDisk(position: SourcePosition): SourcePosition | null {
  const file = toPath(position.file);
  return file === null ? null : { ...position, file };
}

/** An absolute path; `null` for code without a file, such as `[eval]` and `node:` modules. */
function toPath(file: string): string | null {
  try {
    if (file.startsWith("file:")) return fileURLToPath(new URL(file.replace(/[?#].*$/, "")));
  } catch {
    return null;
  }
  const path = file.replace(/\?.*$/, "");
  return path.startsWith("/") ? path : null;
}

/** Through the map that Node itself keeps under `--enable-source-maps`. */
function positionByRuntime(raw: SourcePosition): SourcePosition | null {
  const entry = findSourceMap(raw.file)?.findEntry(raw.line - 1, raw.column - 1);
  if (entry === undefined || !("originalSource" in entry) || !entry.originalSource) return null;
  return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** The original of a position in a generated file, through the map beside or inside that file. */
export function positionByMapOnDisk(position: SourcePosition): SourcePosition | null {
  const file = toPath(position.file);
  if (file === null) return null;
  let map: TraceMap;
  try {
    const found = readSourceMap(file, readFileSync(file, "utf8"));
    if (found === null) return null;
    map = new TraceMap(found.json);
  } catch {
    return null;
  }
  const { source, line, column } = originalPositionFor(map, { line: position.line, column: position.column - 1 });
  return source === null ? null : { file: resolve(dirname(file), source), line, column: column + 1 };
}
