import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { type BundlePart, toBundlePart } from "../bundle-part.ts";
import { filesKey } from "../run-layout.ts";
import type { CollectedFiles } from "./collect-files.ts";

/** Packs files so that the same names, modes and bytes give the same archive, whenever and wherever. */
export async function archiveFiles({ directory, paths }: CollectedFiles): Promise<BundlePart> {
  const archive = pack();
  const bytes = buffer(archive);
  for (const name of paths) {
    const file = join(directory, name);
    const { mode } = await stat(file);
    archive.entry(
      { name, mode: mode & 0o777, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" },
      await readFile(file),
    );
  }
  archive.finalize();
  return toBundlePart(filesKey, await bytes);
}
