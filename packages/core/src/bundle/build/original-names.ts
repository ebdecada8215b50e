import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { readSourceMap } from "../../settings/read-source-map.ts";

/**
 * Lets the comments in which esbuild says from which file a part comes name what a person wrote, so that a script and
 * what was compiled of it are the same code. Lines stay as many, for the source map.
 *
 * @param inputs the files that the code was made of, relative to the root
 */
export function withOriginalNames(code: string, inputs: readonly string[], root: string): string {
  const names = new Map(inputs.flatMap((input) => originalName(input, root)));
  if (names.size === 0) return code;
  const { comments } = parseSync("code.mjs", code);
  let text = code;
  // From the end, so that what lies before keeps its place.
  for (const { type, value, start, end } of comments.toReversed()) {
    const name = type === "Line" ? names.get(value.trim()) : undefined;
    if (name !== undefined) text = `${text.slice(0, start)}// ${name}${text.slice(end)}`;
  }
  return text;
}

/** Packages are the same files on both ways. */
function originalName(input: string, root: string): (readonly [string, string])[] {
  if (input.includes("node_modules/") || !/\.[cm]?js$/.test(input)) return [];
  const file = resolve(root, input);
  const map = readSourceMap(file, readFileSync(file, "utf8"));
  if (map === null) return [];
  const { sources, sourceRoot = "" } = JSON.parse(map.json) as {
    sources: readonly (string | null)[];
    sourceRoot?: string;
  };
  const [source] = sources;
  if (sources.length !== 1 || !source) return [];
  return [[input, relative(root, resolve(dirname(file), sourceRoot, source))]];
}
