import { posix } from "node:path";
import { manifestKey } from "../bundle/run-layout.ts";
import type { BundleManifest, BundleObject } from "../contracts/bundle-manifest.ts";
import type { DeliveredFile } from "../contracts/launcher.ts";
import type { Storage } from "../contracts/storage.ts";
import { BundleCorruptedError } from "../errors/bundle-corrupted-error.ts";

/** What a runner reads of an attempt, as files below the directory of its own storage. */
export function toDeliveredFiles(storage: Storage, manifest: BundleManifest, directory: string): DeliveredFile[] {
  const { engine, code, files, layer, nested, input, flowRunId, attempt } = manifest;
  const objects = [
    engine,
    code,
    code.sourceMap,
    code.values,
    files,
    layer,
    input,
    ...(nested?.submitters ?? []),
  ].filter((object) => object !== null);
  const manifestText = Buffer.from(JSON.stringify(manifest));
  return [
    ...objects.map((object) => ({
      path: posix.join(directory, object.key),
      bytes: object.bytes,
      content: () => readWhole(storage, object),
    })),
    {
      path: posix.join(directory, manifestKey(flowRunId, attempt)),
      bytes: manifestText.byteLength,
      content: async function* () {
        yield manifestText;
      },
    },
  ];
}

/** Throws `BundleCorruptedError` where it is not as long as it was; the runner checks all the rest of it. */
async function* readWhole(storage: Storage, { key, bytes, sha256 }: BundleObject): AsyncGenerator<Uint8Array, void> {
  let read = 0;
  for await (const chunk of storage.read(key)) {
    read += chunk.length;
    if (read > bytes) break;
    yield chunk;
  }
  if (read !== bytes) throw new BundleCorruptedError({ key, expectedSha256: sha256, actualSha256: null });
}
