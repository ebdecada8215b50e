import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";

/** A file of a package. */
export interface PackageFile {
  /** Relative to the package's directory. */
  readonly path: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** The files of a package's archive; links, of which registries take none, are left out. */
export async function unpackPackage(archive: Buffer): Promise<readonly PackageFile[]> {
  const files: PackageFile[] = [];
  for await (const entry of Readable.from([archive]).pipe(createGunzip()).pipe(extract())) {
    const { name, type, mode = 0 } = entry.header;
    const path = name.slice(name.indexOf("/") + 1);
    if (type === "file" && !path.split("/").includes("..")) {
      files.push({ path, mode: (mode & 0o111) === 0 ? 0o644 : 0o755, content: await buffer(entry) });
    } else entry.resume();
  }
  return files;
}
