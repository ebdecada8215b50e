import { readdirSync } from "node:fs";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";

/** What a glob or a directory never brings along; a file named exactly may be any of these. */
const defaultExclusions: Ignore = ignore().add([
  "__pycache__/",
  "*.pyc",
  "*.pyo",
  "*.egg-info/",
  "node_modules/",
  "venv/",
  "Thumbs.db",
  // Hidden files and directories, .git and .venv among them.
  ".*",
]);

/** Every file below a directory, as sorted paths with forward slashes; linked directories are not entered. */
export function listFiles(directory: string, prefix = ""): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        return defaultExclusions.ignores(`${path}/`) ? [] : listFiles(join(directory, entry.name), `${path}/`);
      }
      return (entry.isFile() || entry.isSymbolicLink()) && !defaultExclusions.ignores(path) ? [path] : [];
    });
}
