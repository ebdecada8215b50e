import { listAttempts } from "../bundle/manifest-store.ts";
import { readOutcome } from "../bundle/outcome-store.ts";
import type { Storage } from "../contracts/storage.ts";
import { ManifestNotFoundError } from "../errors/manifest-not-found-error.ts";

/**
 * The lowest attempt of a run that has a manifest and no outcome: what a container executes whose command was fixed
 * before the attempt was known. Throws `ManifestNotFoundError` where there is none.
 */
export async function resolveAttempt(storage: Storage, flowRunId: string): Promise<number> {
  for (const attempt of await listAttempts(storage, flowRunId)) {
    if ((await readOutcome(storage, flowRunId, attempt)) === null) return attempt;
  }
  throw new ManifestNotFoundError({ flowRunId, attempt: null, storage: storage.describe() });
}
