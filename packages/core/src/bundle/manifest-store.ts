import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { loadRecord } from "./load-record.ts";
import { anyObject, count, flag, listOf, nullable, number, objectOf, optional, sha256, text } from "./record-shape.ts";
import { manifestAttempt, manifestKey, runPrefix } from "./run-layout.ts";

const bundleObject = { key: text, sha256, bytes: count };

const manifestShape = objectOf({
  flowRunId: text,
  attempt: count,
  flowName: text,
  engine: objectOf(bundleObject),
  code: objectOf({
    ...bundleObject,
    sourceMap: nullable(objectOf(bundleObject)),
    values: nullable(objectOf(bundleObject)),
  }),
  files: nullable(objectOf(bundleObject)),
  layer: nullable(
    objectOf({
      ...bundleObject,
      platform: objectOf({ os: text, architecture: text, libc: nullable(text), nodeMajor: nullable(count) }),
    }),
  ),
  nested: nullable(
    objectOf({
      version: text,
      isLocal: flag,
      runnerImage: nullable(text),
      submitters: listOf(objectOf({ ...bundleObject, plugin: text })),
      workPools: listOf(anyObject),
    }),
  ),
  input: objectOf(bundleObject),
  exportName: text,
  minimumNodeMajor: count,
  run: objectOf({
    name: text,
    tags: listOf(text),
    parameterNames: listOf(text),
    options: anyObject,
    timeoutSeconds: optional(number),
    resultStorage: nullable(
      objectOf({ module: text, arguments: anyObject, blockDocumentId: text, credentials: nullable(text) }),
    ),
  }),
});

/** Throws `UnsupportedFormatVersionError` where a later release wrote it, `MalformedRecordError` where it is damaged. */
export function readManifest(storage: Storage, flowRunId: string, attempt: number): Promise<BundleManifest> {
  return loadRecord<BundleManifest>(storage, manifestKey(flowRunId, attempt), manifestShape);
}

/** The manifest is what makes an attempt exist: write it after everything that it names. */
export async function writeManifest(storage: Storage, manifest: BundleManifest): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(manifest));
  await storage.write(manifestKey(manifest.flowRunId, manifest.attempt), body);
}

/** The attempts of a run that have a manifest, in ascending order. */
export async function listAttempts(storage: Storage, flowRunId: string): Promise<readonly number[]> {
  const attempts: number[] = [];
  for await (const { key } of storage.list(runPrefix(flowRunId))) {
    const attempt = manifestAttempt(flowRunId, key);
    if (attempt !== null) attempts.push(attempt);
  }
  return attempts.sort((left, right) => left - right);
}
