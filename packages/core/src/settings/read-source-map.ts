import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const comment = /\/\/[#@] sourceMappingURL=(\S+)[ \t]*$/gm;

/** The source map that a generated file names or carries; `null` where it has none. */
export function readSourceMap(file: string, source: string): { readonly json: string } | null {
  const url = [...source.matchAll(comment)].at(-1)?.[1];
  return url === undefined ? null : loadSourceMap(file, url);
}

/** The source map that lies beside a file, or in the URL itself; `null` where it is not there. */
export function loadSourceMap(file: string, url: string): { readonly json: string } | null {
  const [, encoding, data] = /^data:[^,]*?(;base64)?,(.*)$/.exec(url) ?? [];
  if (data !== undefined) {
    return { json: encoding ? Buffer.from(data, "base64").toString("utf8") : decodeURIComponent(data) };
  }
  const path = resolve(dirname(file), decodeURIComponent(url));
  return existsSync(path) ? { json: readFileSync(path, "utf8") } : null;
}

/** The range of every comment that names a source map. */
export function sourceMapComments(source: string): { readonly start: number; readonly end: number }[] {
  return [...source.matchAll(comment)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
