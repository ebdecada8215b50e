import { pipeline } from "node:stream";
import { extract } from "tar-stream";
import type { Extract } from "tar-stream";
import { isNotFound } from "./engine-client.ts";
import type { DockerClient } from "./docker-client.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

/** A file or directory of an archive; its content is read before the next one comes. */
export type ArchiveEntry = Extract extends AsyncIterable<infer Entry> ? Entry : never;

/**
 * What a container's archive of a path holds, one after the other; nothing where there is no such path. An entry that is
 * not read is passed over. Throws
 * `EngineUnreachableError` where the connection breaks, and leaves none open.
 */
export async function* archiveEntries(
  client: Pick<DockerClient, "getArchive" | "host">,
  container: string,
  path: string,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const archive = await client.getArchive(container, path).catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw error;
  });
  if (archive === null) return;
  const entries = extract();
  // What goes wrong with either stream ends the iteration below.
  pipeline(archive, entries, () => undefined);
  try {
    for await (const entry of entries) {
      yield entry;
      // One that nobody read, or read to its end, is left behind; the next comes only after it.
      entry.resume();
    }
  } catch (cause) {
    throw new EngineUnreachableError({ host: client.host, problem: (cause as Error).message, cause });
  } finally {
    archive.destroy();
  }
}
