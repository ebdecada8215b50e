import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FlowDefinition } from "../contracts/flow.ts";

/** The flow's version: its option, else a hash of the file that defines it; `null` where there is no such file. */
export function flowVersion({ options, site }: FlowDefinition): string | null {
  if (options.version !== undefined) return options.version;
  const file = site.rawPosition?.file;
  if (file === undefined) return null;
  try {
    const source = readFileSync(file.startsWith("file:") ? fileURLToPath(file) : file);
    return createHash("sha256").update(source).digest("hex").slice(0, 32);
  } catch {
    return null;
  }
}
