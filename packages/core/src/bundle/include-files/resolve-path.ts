import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type PathProblem, toPathProblem } from "./path-problem.ts";

const maximumLinks = 10;

/** Checks a pattern's text, before any file is looked at. */
export function checkPatternText(text: string): PathProblem | null {
  if (text === "") return toPathProblem("empty", text);
  if (text.trim() === "") return toPathProblem("whitespace", text);
  if (text.includes("\0")) return toPathProblem("null_byte", text);
  return /^(?:\/|\\|[A-Za-z]:[\\/])/.test(text) ? toPathProblem("absolute", text) : null;
}

/** Where a path inside `base` really lies, or why it cannot be used. Every link on the way must stay inside `base`. */
export function resolveInside(base: string, path: string): { readonly file: string } | PathProblem {
  let at = resolve(base, path);
  if (!isInside(base, at)) return toPathProblem("traversal", path);
  for (let links = 0; ; links += 1) {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return toPathProblem(links === 0 ? "not_found" : "broken_symlink", path);
    if (!stats.isSymbolicLink()) break;
    if (links === maximumLinks) return toPathProblem("symlink_loop", path);
    at = resolve(dirname(at), readlinkSync(at));
    if (!isInside(base, at)) return toPathProblem("traversal", path);
  }
  // Directories on the way may be links too.
  const file = realpathSync(at);
  return isInside(base, file) ? { file } : toPathProblem("traversal", path);
}

/** A path below `base` with forward slashes. */
export function relativeTo(base: string, file: string): string {
  return relative(base, file).split(sep).join("/");
}

function isInside(base: string, file: string): boolean {
  const path = relative(base, file);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
