import { posix } from "node:path";
import { manifestKey } from "../bundle/run-layout.ts";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { DeliveredFile } from "../contracts/launcher.ts";
import type { Storage } from "../contracts/storage.ts";

/** What a runner reads of an attempt, as files below the directory of its own storage. */
export function toDeliveredFiles(storage: Storage, manifest: BundleManifest, directory: string): DeliveredFile[] {
  const { engine, code, files, input, flowRunId, attempt } = manifest;
  const objects = [engine, code, code.sourceMap, files, input].filter((object) => object !== null);
  const manifestText = Buffer.from(JSON.stringify(manifest));
  return [
    ...objects.map(({ key, bytes }) => ({
      path: posix.join(directory, key),
      bytes,
      content: () => storage.read(key),
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
