import { readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasCode } from "./file-system-error.ts";
import { partialPrefix } from "./storage-key.ts";

/** Removes files that were being written and last changed before a time; answers how many. */
export async function removePartialFiles(basepath: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await listFiles(basepath)) {
    if (!basename(name).startsWith(partialPrefix)) continue;
    const path = join(basepath, name);
    const status = await stat(path).catch(() => null);
    if (status === null || status.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function listFiles(basepath: string): Promise<readonly string[]> {
  try {
    return await readdir(basepath, { recursive: true });
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
