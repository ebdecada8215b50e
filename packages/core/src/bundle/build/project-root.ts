import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const markers = ["package.json", "pyproject.toml", ".git"];

/** The nearest directory, from `directory` upwards, that looks like a project's; `directory` itself where none does. */
export function projectRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (markers.some((marker) => existsSync(join(at, marker)))) return at;
    if (dirname(at) === at) return directory;
  }
}
