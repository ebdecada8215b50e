import type { BundleManifest } from "../../contracts/bundle-manifest.ts";
import { outcomeAttempt } from "../../bundle/run-layout.ts";
import type { StorageObject } from "../../contracts/storage.ts";

/** What lies in storage of one run. */
export interface StoredRun {
  readonly flowRunId: string;
  readonly keys: readonly string[];
  readonly bytes: number;
  /** Of its newest object. */
  readonly modifiedAt: Date;
  /** Whether some attempt has an outcome. */
  readonly hasOutcome: boolean;
}

/** The contents of a bundle storage. Whatever else lies there is not ours. */
export interface StoredObjects {
  readonly runs: readonly StoredRun[];
  readonly parts: readonly StorageObject[];
}

const runKey = /^runs\/([^/]+)\/./u;
const partKey = /^(?:engine|code|files|layers)\/[0-9a-f]{64}\./u;

/** Sorts a listing. Pure. */
export function toStoredObjects(objects: readonly StorageObject[]): StoredObjects {
  const byRun = Map.groupBy(objects, ({ key }) => runKey.exec(key)?.[1] ?? null);
  const runs = [...byRun].flatMap(([flowRunId, ofRun]) => (flowRunId === null ? [] : [toStoredRun(flowRunId, ofRun)]));
  return { runs, parts: objects.filter(({ key }) => partKey.test(key)) };
}

function toStoredRun(flowRunId: string, objects: readonly StorageObject[]): StoredRun {
  return {
    flowRunId,
    keys: objects.map(({ key }) => key),
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    modifiedAt: new Date(Math.max(...objects.map(({ modifiedAt }) => modifiedAt.getTime()))),
    hasOutcome: objects.some(({ key }) => outcomeAttempt(key) !== null),
  };
}

/**
 * The parts that no manifest names and that were last needed before the cutoff. Pure.
 */
export function unusedParts(
  parts: readonly StorageObject[],
  manifests: readonly BundleManifest[],
  cutoff: Date,
): readonly StorageObject[] {
  const used = new Set(
    manifests.flatMap(({ engine, code, files, layer, nested }) =>
      [engine, code, code.sourceMap, code.values, files, layer, ...(nested?.submitters ?? [])].flatMap((part) =>
        part === null ? [] : [part.key],
      ),
    ),
  );
  return parts.filter(({ key, modifiedAt }) => modifiedAt < cutoff && !used.has(key));
}
