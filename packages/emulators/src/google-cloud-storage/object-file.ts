import { createHash, randomUUID, type Hash } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { CRC32C } from "@google-cloud/storage";

export interface Checksums {
  /** Big-endian, in base64. */
  readonly crc32c: string;
  readonly md5Hash: string;
}

/** The bytes of an object that is being written: in a file, so that memory does not grow with them. */
export interface ObjectFile {
  readonly path: string;
  readonly bytes: number;
  append(chunk: Uint8Array): Promise<void>;
  /** Closes the file. */
  finish(): Promise<Checksums>;
  discard(): Promise<void>;
}

export async function createObjectFile(directory: string): Promise<ObjectFile> {
  const file = path.join(directory, randomUUID());
  const handle: FileHandle = await open(file, "wx");
  const crc = new CRC32C();
  const md5: Hash = createHash("md5");
  let bytes = 0;
  return {
    path: file,
    get bytes() {
      return bytes;
    },
    async append(chunk) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      await handle.writeFile(buffer);
      crc.update(buffer);
      md5.update(buffer);
      bytes += buffer.length;
    },
    async finish() {
      await handle.close();
      return { crc32c: crc.toString(), md5Hash: md5.digest("base64") };
    },
    async discard() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}
