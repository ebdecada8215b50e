import { createRequire } from "node:module";

/** The version of this package, as it is installed. */
export function packageVersion(): string {
  return createRequire(import.meta.url)("prefect-core/package.json").version;
}
