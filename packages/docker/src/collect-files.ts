import { posix } from "node:path";
import type { DeliveredFile } from "prefect-core/provider";
import { archiveEntries } from "./archive-entries.ts";
import type { DockerClient } from "./docker-client.ts";

/** The files below a directory of an ended container, as its archive brings them. */
export async function* collectFiles(
  client: DockerClient,
  container: string,
  directory: string,
): AsyncGenerator<DeliveredFile, void, undefined> {
  const top = directory.replace(/\/+$/, "");
  for await (const entry of archiveEntries(client, container, directory)) {
    const path = posix.join(posix.dirname(top), entry.header.name);
    if (entry.header.type !== "file" || !path.startsWith(`${top}/`)) continue;
    yield { path, bytes: entry.header.size ?? 0, content: () => entry as AsyncIterable<Uint8Array> };
  }
}
