/** Something that clean-up looked at and what became of it. */
export interface GarbageFinding {
  /** The pool it belongs to; for stored objects, the first pool that uses their storage. */
  readonly workPool: string;
  readonly kind: "infrastructure" | "leftover" | "flow run" | "stored run" | "stored part" | "unfinished write";
  /** Its `infrastructure_pid`, the flow run's id or the object's key. */
  readonly name: string;
  /**
   * `ended`: still ran, and was stopped and removed. `concluded`: a run that nobody looked after any more has its
   * terminal state.
   */
  readonly action: GarbageAction;
  /** Why. */
  readonly reason: string;
  readonly bytes: number | null;
  /** What kept it from being done; `null` where nothing did. */
  readonly problem: string | null;
}

export type GarbageAction = "kept" | "removed" | "ended" | "concluded";

/** A pool that could not be looked through, or only in part. */
export interface GarbageGap {
  readonly workPool: string;
  readonly problem: string;
}
