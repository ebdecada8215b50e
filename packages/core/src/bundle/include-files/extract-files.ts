import { chmod, mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { UnsafeArchiveError } from "../../errors/unsafe-archive-error.ts";

/**
 * Unpacks an archive of included files into a directory that exists, with the modes that the files had.
 *
 * @param archive the uncompressed archive
 * @returns the written files' paths
 * @throws UnsafeArchiveError before anything is written where an entry is no plain file or lies outside the directory
 */
export async function extractFiles(archive: Uint8Array, targetDirectory: string): Promise<readonly string[]> {
  const target = await realpath(targetDirectory);
  const files: { readonly path: string; readonly mode: number; readonly content: Buffer }[] = [];
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    const { name, type, mode } = entry.header;
    const path = resolve(target, name);
    if (type !== "file" || !isBelow(target, path)) throw new UnsafeArchiveError({ entryName: name, targetDirectory });
    files.push({ path, mode: mode ?? 0o644, content: await buffer(entry) });
  }
  for (const { path, mode, content } of files) {
    await mkdir(dirname(path), { recursive: true });
    // A link that lies there already must not lead the write elsewhere.
    if (!isBelow(target, resolve(await realpath(dirname(path)), "entry"))) {
      throw new UnsafeArchiveError({ entryName: relative(target, path), targetDirectory });
    }
    await writeFile(path, content);
    await chmod(path, mode);
  }
  return files.map(({ path }) => path);
}

function isBelow(directory: string, path: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
