import pMap from "p-map";
import { listAttempts, readManifest } from "../../bundle/manifest-store.ts";
import type { BundleManifest } from "../../contracts/bundle-manifest.ts";
import type { Storage, StorageObject } from "../../contracts/storage.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { StorageObjectNotFoundError } from "../../errors/storage-object-not-found-error.ts";
import type { GarbageFinding } from "./garbage.ts";
import { type StoredRun, toStoredObjects, unusedParts } from "./judge-objects.ts";
import { removeBlockResults } from "./remove-block-results.ts";
import { readStanding } from "./run-standings.ts";
import { messageOf } from "../../errors/thrown.ts";

const CONCURRENCY = 16;

export interface StorageSweep {
  readonly client: PrefectClient;
  readonly storage: Storage;
  /** The first pool that uses the storage. */
  readonly workPool: string;
  readonly now: Date;
  /** What was last changed before this may go. */
  readonly cutoff: Date;
  readonly dryRun: boolean;
}

/** Removes what lies in a bundle storage of runs that ended long ago, and the parts that no run left needs. */
export async function* collectObjects(sweep: StorageSweep): AsyncGenerator<GarbageFinding, void> {
  const listing: StorageObject[] = [];
  for await (const object of sweep.storage.list("")) listing.push(object);
  const { runs, parts } = toStoredObjects(listing);
  const expired = await pMap(runs, (run) => isExpired(sweep, run), { concurrency: CONCURRENCY });
  const rest = runs.filter((_, index) => expired[index] !== true);
  // Read before anything is deleted: one that cannot be read keeps every part.
  const manifests = await pMap(rest, (run) => readManifests(sweep.storage, run.flowRunId), {
    concurrency: CONCURRENCY,
  });
  for (const run of runs.filter((_, index) => expired[index] === true)) {
    const removal = { keys: run.keys, before: () => removeBlockResults(sweep, run) };
    yield await remove(sweep, removal, {
      kind: "stored run",
      name: run.flowRunId,
      bytes: run.bytes,
      reason: "its flow run ended long ago",
    });
  }
  for (const { key, bytes } of unusedParts(parts, manifests.flat(), sweep.cutoff)) {
    yield await remove(
      sweep,
      { keys: [key] },
      { kind: "stored part", name: key, bytes, reason: "no stored run uses it" },
    );
  }
  const unfinished = sweep.dryRun ? 0 : ((await sweep.storage.removeUnfinishedWrites?.(sweep.cutoff)) ?? 0);
  if (unfinished > 0) {
    yield {
      workPool: sweep.workPool,
      kind: "unfinished write",
      name: sweep.storage.describe(),
      action: "removed",
      reason: `${String(unfinished)} of writers that died`,
      bytes: null,
      problem: null,
    };
  }
}

/** A run that this control plane does not know may be another's, and go on: it is left until it has an outcome. */
async function isExpired({ client, cutoff, now }: StorageSweep, run: StoredRun): Promise<boolean> {
  if (run.modifiedAt >= cutoff) return false;
  const standing = await readStanding(client, run.flowRunId, now);
  return standing.run === "ended" || (standing.run === "deleted" && run.hasOutcome);
}

async function readManifests(storage: Storage, flowRunId: string): Promise<readonly BundleManifest[]> {
  const attempts = await listAttempts(storage, flowRunId);
  const manifests = await Promise.all(
    attempts.map((attempt) =>
      readManifest(storage, flowRunId, attempt).catch((error: unknown) => {
        // Another clean-up has been here.
        if (StorageObjectNotFoundError.isInstance(error)) return null;
        throw error;
      }),
    ),
  );
  return manifests.filter((manifest) => manifest !== null);
}

async function remove(
  { storage, workPool, dryRun }: StorageSweep,
  { keys, before }: { readonly keys: readonly string[]; readonly before?: () => Promise<void> },
  subject: Pick<GarbageFinding, "kind" | "name" | "bytes" | "reason">,
): Promise<GarbageFinding> {
  let problem: string | null = null;
  try {
    if (!dryRun) {
      await before?.();
      await pMap(keys, (key) => storage.delete(key), { concurrency: CONCURRENCY });
    }
  } catch (error) {
    problem = messageOf(error);
  }
  return { workPool, ...subject, action: "removed", problem };
}
