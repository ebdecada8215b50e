import type { BundlePart } from "../bundle/bundle-part.ts";
import { PART_KNOWN_MILLISECONDS, PART_REFRESH_MILLISECONDS } from "../bundle/part-retention.ts";
import type { Storage } from "../contracts/storage.ts";

interface KnownPart {
  readonly uploading: Promise<void>;
  readonly until: number;
}

/** Parts that this process knows to be in a storage, by its description and their keys: they need no second look. */
const known = new Map<string, KnownPart>();

/** Puts a part into storage unless it is there; one that clean-up might soon take for unused is written again. */
export function uploadPart(storage: Storage, part: BundlePart, now: Date = new Date()): Promise<void> {
  const place = `${storage.describe()} ${part.key}`;
  const found = known.get(place);
  if (found !== undefined && now.getTime() < found.until) return found.uploading;
  const uploading = upload(storage, part, now);
  known.set(place, { uploading, until: now.getTime() + PART_KNOWN_MILLISECONDS });
  uploading.catch(() => known.delete(place));
  return uploading;
}

async function upload(storage: Storage, { key, bytes }: BundlePart, now: Date): Promise<void> {
  const modifiedAt = await readModifiedAt(storage, key);
  if (modifiedAt === null) await storage.write(key, bytes, { onlyIfAbsent: true });
  else if (now.getTime() - modifiedAt.getTime() > PART_REFRESH_MILLISECONDS) await storage.write(key, bytes);
}

async function readModifiedAt(storage: Storage, key: string): Promise<Date | null> {
  for await (const object of storage.list(key)) {
    if (object.key === key) return object.modifiedAt;
  }
  return null;
}
