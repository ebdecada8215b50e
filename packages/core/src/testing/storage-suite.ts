import type { Storage, StorageReference } from "../contracts/storage.ts";
import { openStorage } from "../storage/open-storage.ts";
import { storageReadFacts } from "./storage-read-facts.ts";
import { storageWriteFacts } from "./storage-write-facts.ts";

/** A test runner's `test`: Jest's, Vitest's and `node:test`'s fit. */
export interface SuiteTest {
  (name: string, check: () => Promise<void>): unknown;
  skip(name: string, check: () => Promise<void>): unknown;
}

/** Something that holds for every storage; `check` throws where it does not. */
export interface StorageFact {
  readonly name: string;
  check(storage: Storage, surroundings: StorageSurroundings): Promise<void>;
}

export interface StorageSurroundings {
  openReference(reference: StorageReference): Promise<Storage>;
}

export interface StorageSuiteOptions {
  readonly test: SuiteTest;
  /** An empty storage for one test. Whoever makes it removes it. */
  newStorage(): Storage | Promise<Storage>;
  /** Opens a reference as another process would. Default: `openStorage`. */
  readonly openReference?: (reference: StorageReference) => Promise<Storage>;
  /** Facts, by name, that this storage cannot show here, and why. Default: none. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[];
}

/**
 * Registers one test per fact of the storage contract. Throws where `skip` names a fact that does not exist, so that
 * no skip outlives its fact.
 */
export function storageSuite({ test, newStorage, openReference = openStorage, skip = [] }: StorageSuiteOptions): void {
  const facts = [...storageReadFacts, ...storageWriteFacts];
  const reasons = new Map(skip.flatMap(({ reason, tests }) => tests.map((name) => [name, reason] as const)));
  for (const name of reasons.keys()) {
    if (!facts.some((fact) => fact.name === name)) throw new Error(`The storage suite has no test "${name}" to skip.`);
  }
  for (const fact of facts) {
    const check = async (): Promise<void> => fact.check(await newStorage(), { openReference });
    const reason = reasons.get(fact.name);
    if (reason === undefined) test(fact.name, check);
    else test.skip(`${fact.name} (skipped: ${reason})`, check);
  }
}
