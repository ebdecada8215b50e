import { randomUUID } from "node:crypto";
import { link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createBatchedWriter } from "./batched-writer.ts";
import { hasCode } from "./file-system-error.ts";
import { partialPrefix } from "./storage-key.ts";

/**
 * Writes a file that others see whole or not at all, and that survives a loss of power once this has resolved. With
 * `onlyIfAbsent`, of all concurrent writers in all processes exactly one answers `true`.
 */
export async function writeFileAtomically(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { onlyIfAbsent }: { onlyIfAbsent: boolean },
): Promise<boolean> {
  const partial = await openPartial(dirname(path));
  try {
    try {
      const writer = createBatchedWriter((batch) => writeWhole(partial.handle, batch));
      try {
        for await (const chunk of chunks) await writer.push(chunk);
      } finally {
        // Also where the source failed: the file must not be closed while something is written to it.
        await writer.flush();
      }
      await partial.handle.sync();
    } finally {
      await partial.handle.close();
    }
    const created = onlyIfAbsent ? await linkIfAbsent(partial.path, path) : await replace(partial.path, path);
    if (created) await syncDirectory(dirname(path));
    return created;
  } finally {
    await rm(partial.path, { force: true });
  }
}

/** Deletions prune empty directories, so the directory may vanish between its creation and the file's. */
async function openPartial(directory: string): Promise<{ readonly path: string; readonly handle: FileHandle }> {
  const path = join(directory, `${partialPrefix}${randomUUID()}`);
  for (let attempt = 1; ; attempt++) {
    try {
      await makeDirectory(directory);
      return { path, handle: await open(path, "wx") };
    } catch (error) {
      if (attempt === 100 || !hasCode(error, "ENOENT")) throw error;
    }
  }
}

async function makeDirectory(directory: string): Promise<void> {
  // Parameters, results and logs are for this user, unless somebody made the directory for others as well.
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made));
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.length - offset);
    offset += bytesWritten;
  }
}

async function replace(partial: string, path: string): Promise<true> {
  await rename(partial, path);
  return true;
}

async function linkIfAbsent(partial: string, path: string): Promise<boolean> {
  try {
    await link(partial, path);
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    // A network file system repeats a link whose answer was lost: two names for the file mean that the first try won.
    return (await stat(partial)).nlink > 1;
  }
}

async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(directory, "r");
  } catch (error) {
    // Pruned meanwhile, or not ours to read: what lies in it is then not ours to make durable.
    if (hasCode(error, "ENOENT", "EACCES", "EPERM")) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot flush a directory; their server does.
    if (!hasCode(error, "EINVAL", "ENOTSUP")) throw error;
  } finally {
    await handle.close();
  }
}
