import { posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DeliveredFile } from "prefect-core/provider";
import { pack } from "tar-stream";
import type { Pack } from "tar-stream";
import type { ContainerUser } from "./container-user.ts";
import { temporaryDirectoryName } from "./delivery-root.ts";

// Whoever the command runs as makes files and directories of its own below.
const sharedDirectoryMode = 0o777;
const temporaryDirectory = { name: `${temporaryDirectoryName}/`, type: "directory", mode: 0o1777 } as const;
const fileMode = 0o644;
const secretMode = 0o400;

/** Files as an archive that unpacks into `root`, read as fast as it is taken. */
export function toDeliveryArchive(root: string, files: readonly DeliveredFile[], user: ContainerUser): Readable {
  const archive = pack();
  writeEntries(archive, root, files, user).catch((error: Error) => archive.destroy(error));
  return Readable.from(archive, { objectMode: false });
}

async function writeEntries(
  archive: Pack,
  root: string,
  files: readonly DeliveredFile[],
  { userId, groupId }: ContainerUser,
): Promise<void> {
  archive.entry(temporaryDirectory);
  for (const name of directoriesOf(root, files)) {
    archive.entry({ name, type: "directory", mode: sharedDirectoryMode });
  }
  for (const file of files) {
    const owner = file.isSecret === true ? { uid: userId, gid: groupId } : {};
    const mode = file.isSecret === true ? secretMode : fileMode;
    const entry = archive.entry({ name: posix.relative(root, file.path), size: file.bytes, mode, ...owner });
    await pipeline(Readable.from(file.content(), { objectMode: false }), entry);
  }
  archive.finalize();
}

/** Every directory on the way to a file, parents first; the engine leaves the root itself as it is. */
function directoriesOf(root: string, files: readonly DeliveredFile[]): readonly string[] {
  const directories = new Set<string>();
  for (const { path } of files) {
    const parts = posix.relative(root, posix.dirname(path)).split("/").filter(Boolean);
    parts.forEach((_, index) => directories.add(`${parts.slice(0, index + 1).join("/")}/`));
  }
  return [...directories];
}
