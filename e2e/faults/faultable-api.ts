/** What a platform is asked to do for a run to start: to make its infrastructure, and to start what was made. */
export type LaunchStep = "create" | "start";

/** A fault that requests meet. */
export interface ApiFault {
  /** How many it has befallen. */
  readonly hits: number;
}

/** The API of a platform, as a submitter reaches it. */
export interface FaultableApi {
  /** What leads a submitter there by way of the faults. */
  readonly env: Readonly<Record<string, string>>;
  /** The next such request takes effect, and its answer is lost. */
  loseAnswer(step: LaunchStep): ApiFault;
  /** Each kind of request is refused as too many, and then twice as unavailable, before it is answered. */
  refuseInBursts(): ApiFault;
  /** Connections break at random, before a request is seen and after it took effect. */
  breakAtRandom(seed: number): ApiFault;
  /** Breaks every connection, until it comes back. What runs goes on. */
  goAway(): ApiFault;
  /** From now on nothing befalls a request. */
  comeBack(): void;
}
