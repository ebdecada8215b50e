import { posix } from "node:path";
import { pipeline } from "node:stream";
import type { DeliveredFile } from "prefect-core/provider";
import { extract } from "tar-stream";
import { isNotFound } from "./docker-client.ts";
import type { DockerClient } from "./docker-client.ts";

/** The files below a directory of an ended container, as its archive brings them. */
export async function* collectFiles(
  client: DockerClient,
  container: string,
  directory: string,
): AsyncGenerator<DeliveredFile, void, undefined> {
  const archive = await client.getArchive(container, directory).catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw error;
  });
  if (archive === null) return;
  const entries = extract();
  // What goes wrong with either stream ends the iteration below.
  pipeline(archive, entries, () => undefined);
  const top = directory.replace(/\/+$/, "");
  try {
    for await (const entry of entries) {
      const path = posix.join(posix.dirname(top), entry.header.name);
      if (entry.header.type === "file" && path.startsWith(`${top}/`)) {
        yield { path, bytes: entry.header.size ?? 0, content: () => entry as AsyncIterable<Uint8Array> };
      }
      // One that nobody read, or read to its end, is left behind; the next comes only after it.
      entry.resume();
    }
  } finally {
    archive.destroy();
  }
}
