import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ignore, { type Ignore } from "ignore";

/** Name of the file that lists what is never included, in gitignore syntax. */
export const ignoreFileName = ".prefectignore";

const projectFiles = ["package.json", "pyproject.toml"];

/**
 * The rules of the project's ignore file and of the flow directory's, both relative to the flow's directory; the ignore
 * file itself is never included.
 */
export function loadIgnoreRules(directory: string): Ignore {
  const rules = ignore();
  const root = findProjectDirectory(directory);
  for (const place of new Set(root === null ? [directory] : [root, directory])) {
    const file = join(place, ignoreFileName);
    if (existsSync(file)) rules.add(readFileSync(file, "utf8"));
  }
  return rules.add(ignoreFileName);
}

function findProjectDirectory(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    if (projectFiles.some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return null;
  }
}
