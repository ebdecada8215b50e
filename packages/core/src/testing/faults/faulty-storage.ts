import { setTimeout as delay } from "node:timers/promises";
import type { Storage, StorageBody, StorageReadOptions } from "../../contracts/storage.ts";
import { createDueRules, type RuleOccurrence } from "./due-rule.ts";

/**
 * What can go wrong with an operation of a storage.
 *
 * - `error`: it throws, and nothing happened.
 * - `disk-full`: a write takes half of the body and throws `ENOSPC`; nothing is left of it.
 * - `lost-response`: it takes effect, and throws all the same.
 * - `slow`: it happens after this time.
 * - `truncated`: a read ends after so many bytes, without an error.
 * - `tampered`: a read gives one bit that is another, at this position from the start; default 0.
 */
export type StorageFault =
  | { readonly kind: "error"; readonly error?: () => Error }
  | { readonly kind: "disk-full" }
  | { readonly kind: "lost-response" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "truncated"; readonly bytes: number }
  | { readonly kind: "tampered"; readonly offset?: number };

export type StorageOperationName = "read" | "write" | "exists" | "list" | "delete";

/** An operation of a storage, as a fault is chosen for it. */
export interface FaultableOperation {
  readonly operation: StorageOperationName;
  /** The prefix, for a listing. */
  readonly key: string;
}

/** Which operations a fault befalls. */
export interface StorageFaultRule extends RuleOccurrence {
  readonly fault: StorageFault;
  /** Default: every operation. */
  readonly operation?: StorageOperationName;
  /** Default: every key. */
  readonly key?: RegExp;
}

/** A storage that lets operations go wrong as it is told to. */
export interface FaultyStorage extends Storage {
  /** Every operation so far, in the order of their beginnings, and what befell it. */
  readonly operations: readonly (FaultableOperation & { readonly fault: StorageFault | null })[];
  /** From now on these befall operations, in place of those before. */
  inject(rules: readonly StorageFaultRule[]): void;
  /** From now on nothing befalls an operation. */
  clear(): void;
}

/** Puts faults between a storage and whoever uses it. What no rule matches is the storage's own. */
export function createFaultyStorage(storage: Storage, rules: readonly StorageFaultRule[] = []): FaultyStorage {
  const operations: (FaultableOperation & { readonly fault: StorageFault | null })[] = [];
  let dueRule = createDueRules(rules, matches);

  function befall(operation: StorageOperationName, key: string): StorageFault | null {
    const fault = dueRule({ operation, key })?.fault ?? null;
    operations.push({ operation, key, fault });
    return fault;
  }

  async function perform<T>(fault: StorageFault | null, action: () => Promise<T>): Promise<T> {
    if (fault?.kind === "error" || fault?.kind === "disk-full") throw toError(fault);
    if (fault?.kind === "slow") await delay(fault.milliseconds);
    const result = await action();
    if (fault?.kind === "lost-response") throw toError(fault);
    return result;
  }

  return {
    ...storage,
    operations,
    inject: (next) => void (dueRule = createDueRules(next, matches)),
    clear: () => void (dueRule = () => null),
    async *read(key, options) {
      const fault = befall("read", key);
      await perform(fault, async () => undefined);
      yield* spoil(storage.read(key, options), fault, options);
    },
    async write(key, body, options) {
      const fault = befall("write", key);
      if (fault?.kind === "disk-full") await takeHalf(body);
      return perform(fault, () => storage.write(key, body, options));
    },
    exists: (key) => perform(befall("exists", key), () => storage.exists(key)),
    async *list(prefix) {
      await perform(befall("list", prefix), async () => undefined);
      yield* storage.list(prefix);
    },
    delete: (key) => perform(befall("delete", key), () => storage.delete(key)),
  };
}

function matches(rule: StorageFaultRule, { operation, key }: FaultableOperation): boolean {
  return (
    (rule.operation === undefined || rule.operation === operation) && (rule.key === undefined || rule.key.test(key))
  );
}

function toError(fault: StorageFault): Error {
  if (fault.kind === "error" && fault.error !== undefined) return fault.error();
  if (fault.kind === "disk-full") {
    return Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  }
  return Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
}

async function* spoil(
  chunks: AsyncIterable<Uint8Array>,
  fault: StorageFault | null,
  { range }: StorageReadOptions = {},
): AsyncGenerator<Uint8Array, void> {
  let position = range?.offset ?? 0;
  for await (const chunk of chunks) {
    const start = position;
    position += chunk.length;
    if (fault?.kind === "truncated" && position > fault.bytes) {
      yield chunk.subarray(0, Math.max(0, fault.bytes - start));
      return;
    }
    yield fault?.kind === "tampered" ? flipBit(chunk, (fault.offset ?? 0) - start) : chunk;
  }
}

function flipBit(chunk: Uint8Array, at: number): Uint8Array {
  const byte = chunk[at];
  if (byte === undefined) return chunk;
  const copy = Uint8Array.from(chunk);
  copy[at] = byte ^ 1;
  return copy;
}

async function takeHalf(body: StorageBody): Promise<void> {
  if (body instanceof Uint8Array) return;
  for await (const _ of body) return;
}
