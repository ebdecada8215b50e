import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { prefectHome } from "../../settings/load-settings.ts";
import { type BundlePart, hashOf } from "../bundle-part.ts";
import { layerKey } from "../run-layout.ts";

const decompress = promisify(gunzip);

/** A layer and whether it serves one version of Node.js alone. */
export interface CachedLayer {
  readonly part: BundlePart;
  readonly isBoundToNode: boolean;
}

/** The layer that was packed before for the same packages and platform; `null` where there is none, or none whole. */
export async function readCachedLayer(identity: string): Promise<CachedLayer | null> {
  try {
    const { directory, bytesPath, factsPath } = pathsOf(identity);
    const [bytes, facts] = await Promise.all([
      readFile(join(directory, bytesPath)),
      readFile(join(directory, factsPath), "utf8"),
    ]);
    const { sha256, isBoundToNode } = JSON.parse(facts) as { sha256: string; isBoundToNode: boolean };
    if (hashOf(await decompress(bytes)) !== sha256) return null;
    return { part: { key: layerKey(sha256), sha256, bytes }, isBoundToNode };
  } catch {
    return null;
  }
}

/** Keeps a layer; where that fails, the next submission packs it again. */
export async function writeCachedLayer(identity: string, { part, isBoundToNode }: CachedLayer): Promise<void> {
  const { directory, bytesPath, factsPath } = pathsOf(identity);
  try {
    await mkdir(directory, { recursive: true });
    await writeWhole(join(directory, bytesPath), part.bytes);
    await writeWhole(join(directory, factsPath), JSON.stringify({ sha256: part.sha256, isBoundToNode }));
  } catch {
    return;
  }
}

/** Another process may read or write the same at the same time. */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const written = `${path}.${randomUUID()}`;
  await writeFile(written, content);
  await rename(written, path);
}

function pathsOf(identity: string): { directory: string; bytesPath: string; factsPath: string } {
  return {
    directory: join(prefectHome(), "cache", "layers"),
    bytesPath: `${identity}.tar.gz`,
    factsPath: `${identity}.json`,
  };
}
