import type { Storage } from "prefect-core/provider";

/** Whose requests to storage fail, and which. */
export type StoragePoint =
  /** Of the flow's code. */
  | "runner-reads"
  /** Of what it leaves: log, result. */
  | "runner-writes"
  /** Of what a run is made of. */
  | "submitter-writes"
  /** Of the result. */
  | "submitter-reads";

/** A storage of which one kind of request fails. */
export interface StorageFault {
  /** Of the decorator. */
  readonly options: object;
  /** Of the submitter. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether a request has failed. */
  hasHit(): Promise<boolean>;
  /** From now on all is well. */
  pass(): Promise<void>;
}

/** Where a run's code, parameters and result lie. */
export interface FaultableStorage {
  /** As it is; faults befall only those that run flows and submit them. */
  readonly storage: Storage;
  /** From now on these fail. What it gives has to be part of the next submission. */
  fail(point: StoragePoint): Promise<StorageFault>;
}
