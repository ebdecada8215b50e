import { join } from "node:path";
import type { BundlePart } from "../bundle-part.ts";
import { type InputSnapshot, isUnchanged, takeSnapshot } from "../input-snapshot.ts";
import { archiveFiles } from "./archive-files.ts";
import { collectFiles } from "./collect-files.ts";

/** What a flow takes along beside its code. */
export interface IncludedFiles {
  /** `null` where nothing is included. */
  readonly part: BundlePart | null;
  readonly paths: readonly string[];
  readonly warnings: readonly string[];
}

/** By directory and collected paths. */
const cache = new Map<string, { readonly part: BundlePart; readonly inputs: InputSnapshot }>();

/** Collects and packs files; what was packed before is given again while no file has changed. */
export async function loadFilesPart(
  flowName: string,
  flowDirectory: string,
  patterns: readonly string[],
): Promise<IncludedFiles> {
  const collected = collectFiles(flowName, flowDirectory, patterns);
  const { directory, paths, warnings } = collected;
  if (paths.length === 0) return { part: null, paths, warnings };
  const key = [directory, ...paths].join("\0");
  const cached = cache.get(key);
  if (cached && isUnchanged(cached.inputs)) return { part: cached.part, paths, warnings };
  const inputs = takeSnapshot(paths.map((path) => join(directory, path)));
  const part = await archiveFiles(collected);
  cache.set(key, { part, inputs });
  return { part, paths, warnings };
}
