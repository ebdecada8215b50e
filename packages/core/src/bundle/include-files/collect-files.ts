import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import ignore from "ignore";
import { IncludeFilesError } from "../../errors/include-files-error.ts";
import { ignoreFileName, loadIgnoreRules } from "./ignore-file.ts";
import { listFiles } from "./list-files.ts";
import { type PathProblem, toPathProblem } from "./path-problem.ts";
import { checkPatternText, relativeTo, resolveInside } from "./resolve-path.ts";
import { looksSensitive } from "./sensitive-files.ts";

const largeFileBytes = 10 * 1024 * 1024;

/** The files that a flow takes along. */
export interface CollectedFiles {
  /** The flow's directory, without symbolic links. */
  readonly directory: string;
  /** Relative to the directory, with forward slashes, sorted. */
  readonly paths: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Collects files by Prefect's patterns, in order: `!pattern` takes away what came before, `*`, `?` and `[` make a glob
 * in gitignore's syntax, a directory means everything below it, anything else is one file.
 *
 * @throws IncludeFilesError with every pattern that is refused
 */
export function collectFiles(flowName: string, flowDirectory: string, patterns: readonly string[]): CollectedFiles {
  const directory = realpathSync(flowDirectory);
  const problems: PathProblem[] = [];
  const warnings: string[] = [];
  /** Path to whether a pattern named exactly this file. */
  const collected = new Map<string, boolean>();
  const collect = (path: string, exact: boolean): void => {
    const resolved = resolveInside(directory, path);
    if ("errorType" in resolved) {
      if (exact) problems.push(resolved);
      else warnings.push(`'${path}' is not included: it ${resolved.message}`);
      return;
    }
    // A linked file travels under the name of what it links to.
    const target = relativeTo(directory, resolved.file);
    collected.set(target, exact || collected.get(target) === true);
  };

  for (const written of patterns) {
    const problem = checkPatternText(written.replace(/^!/, ""));
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    const pattern = written.replaceAll("\\", "/");
    if (pattern.startsWith("!")) {
      const rule = ignore().add(pattern.slice(1));
      for (const path of collected.keys()) if (rule.ignores(path)) collected.delete(path);
      continue;
    }
    const matches = /[*?[]/.test(pattern) ? matchGlob(directory, pattern) : matchDirectory(directory, pattern);
    if (matches === null) collect(pattern.replace(/^\.\//, ""), true);
    else if (matches.length === 0) warnings.push(`includeFiles: no file matches '${written}' in ${directory}`);
    else for (const path of matches) collect(path, false);
  }

  const rules = loadIgnoreRules(directory);
  const paths: string[] = [];
  for (const [path, exact] of collected) {
    if (rules.ignores(path)) {
      if (exact)
        warnings.push(
          `File '${path}' was explicitly included but is excluded by ${ignoreFileName}. Edit ${ignoreFileName} to include it.`,
        );
    } else if (!exact && looksSensitive(path)) problems.push(toPathProblem("sensitive", path));
    else paths.push(path);
  }
  if (problems.length > 0) throw new IncludeFilesError({ flowName, directory, problems });
  return { directory, paths: paths.toSorted(), warnings: [...warnings, ...largeFileWarnings(directory, paths)] };
}

function matchGlob(directory: string, pattern: string): string[] {
  const rule = ignore().add(pattern);
  return listFiles(directory).filter((path) => rule.ignores(path));
}

/** `null` where the pattern is no directory inside the flow's. */
function matchDirectory(directory: string, pattern: string): string[] | null {
  const resolved = resolveInside(directory, pattern);
  if ("errorType" in resolved || !statSync(resolved.file).isDirectory()) return null;
  const prefix = relativeTo(directory, resolved.file);
  return listFiles(resolved.file, prefix === "" ? "" : `${prefix}/`);
}

function largeFileWarnings(directory: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const { size } = statSync(join(directory, path));
    return size > largeFileBytes ? [`included file '${path}' has ${Math.round(size / 1024 / 1024)} MiB`] : [];
  });
}
