import { readFile, rm } from "node:fs/promises";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { LayerPlatformError } from "../errors/layer-platform-error.ts";
import { describePlatform } from "../settings/describe-platform.ts";
import { thisPlatform } from "../settings/this-platform.ts";
import { fetchPart } from "./fetch-part.ts";
import { keepForNested } from "./lay-out-submitters.ts";
import type { RetryPolicy } from "./storage-retry.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Unpacks the packages that go along beside the code, whose imports find them there. Throws `LayerPlatformError` where
 * they were packed for another platform, before they are fetched.
 */
export async function layOutLayer(
  storage: Storage,
  layer: NonNullable<BundleManifest["layer"]>,
  workspace: Workspace,
  options: { readonly retry: RetryPolicy; readonly signal: AbortSignal; readonly isKept: boolean },
): Promise<void> {
  const here = thisPlatform();
  const packedFor = describePlatform(layer.platform);
  const found = describePlatform(layer.platform.nodeMajor === null ? { ...here, nodeMajor: null } : here);
  if (packedFor !== found) throw new LayerPlatformError({ packedFor, found });
  const archive = workspace.path("layer.tar");
  await fetchPart(storage, layer, archive, options);
  const { extractFiles } = await import("../bundle/include-files/extract-files.ts");
  await extractFiles(await readFile(archive), workspace.engineDirectory);
  if (options.isKept) await keepForNested(archive, workspace);
  else await rm(archive);
}
