import { readFileSync } from "node:fs";
import { join } from "node:path";
import { corePackageRoot } from "./core-package.ts";

/** The version of this package, as it is installed. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(corePackageRoot(), "package.json"), "utf8")) as { version: string };
  return version;
}
