import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { layOutLayer } from "./lay-out-layer.ts";
import { fetchPart } from "./fetch-part.ts";
import { layOutSubmitters } from "./lay-out-submitters.ts";
import type { RetryPolicy } from "./storage-retry.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Lays out everything that the manifest names, each part verified. Throws `BundleCorruptedError`, or what the storage
 * throws.
 */
export async function fetchBundle(
  storage: Storage,
  manifest: BundleManifest,
  workspace: Workspace,
  options: { readonly retry: RetryPolicy; readonly signal: AbortSignal },
): Promise<void> {
  const { engine, code, files, layer, nested, input } = manifest;
  const engineFile = (name: string): string => join(workspace.engineDirectory, name);
  const archive = workspace.path("files.tar");
  const parts = [
    fetchPart(storage, engine, engineFile("engine.mjs"), options),
    fetchPart(storage, code, engineFile("code.mjs"), options),
    fetchPart(storage, input, engineFile("input"), options),
    ...(code.sourceMap === null ? [] : [fetchPart(storage, code.sourceMap, engineFile("code.mjs.map"), options)]),
    ...(code.values === null ? [] : [fetchPart(storage, code.values, engineFile("values"), options)]),
    ...(files === null ? [] : [fetchPart(storage, files, archive, options)]),
    ...(layer === null ? [] : [layOutLayer(storage, layer, workspace, { ...options, isKept: nested !== null })]),
    ...(nested === null ? [] : [layOutSubmitters(storage, nested, workspace, options)]),
  ];
  // All of them are waited for, so that none still writes where the workspace is removed.
  const failed = (await Promise.allSettled(parts)).find((part) => part.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  if (files === null) return;
  const { extractFiles } = await import("../bundle/include-files/extract-files.ts");
  await extractFiles(await readFile(archive), workspace.workingDirectory);
}
