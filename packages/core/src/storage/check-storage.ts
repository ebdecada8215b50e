import { randomUUID } from "node:crypto";
import type { Storage } from "../contracts/storage.ts";
import { probeConditionalWrites } from "./conditional-writes.ts";
import { toError } from "../errors/thrown.ts";

/** One thing that runs do with their storage, and how it went. */
export interface StorageCheck {
  readonly operation: "write" | "read" | "look for" | "list" | "delete" | "create only if absent";
  /** `null`: it works; an error without a message of ours where the storage did something else than it should. */
  readonly problem: Error | null;
}

/**
 * Does with a probe object what runs do with theirs, and removes it. Every operation is tried, whatever became of those
 * before, so that one check tells all that is missing.
 */
export async function* checkStorage(storage: Storage): AsyncGenerator<StorageCheck, void> {
  const key = `probes/${randomUUID()}`;
  const body = Buffer.from(`Written by a check of ${storage.describe()}.`);
  yield await attempt("write", async () => void (await storage.write(key, body)));
  yield await attempt("read", async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of storage.read(key)) chunks.push(chunk);
    if (!Buffer.concat(chunks).equals(body)) throw new Error("What was read is not what was written.");
  });
  yield await attempt("look for", async () => {
    if (!(await storage.exists(key))) throw new Error("What was written is not there.");
  });
  yield await attempt("list", async () => {
    for await (const object of storage.list(key)) if (object.key === key) return;
    throw new Error("What was written is not listed.");
  });
  yield await attempt("create only if absent", async () => {
    if (await probeConditionalWrites(storage)) return;
    throw new Error(
      "Several writers were told that they had created the same object. Infrastructure retries are refused on it.",
    );
  });
  yield await attempt("delete", async () => {
    await storage.delete(key);
    if (await storage.exists(key)) throw new Error("What was deleted is still there.");
  });
}

async function attempt(operation: StorageCheck["operation"], work: () => Promise<void>): Promise<StorageCheck> {
  try {
    await work();
    return { operation, problem: null };
  } catch (error) {
    return { operation, problem: toError(error) };
  }
}
