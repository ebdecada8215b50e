import type { ExitCause } from "./launcher.ts";
import type { ResultMetadata } from "./result-metadata.ts";
import type { TerminalStateType } from "./state.ts";

/**
 * `runs/<flow-run-id>/<attempt>/outcome.json`: how an attempt ended. Created only if absent, so there is exactly one;
 * whoever ends an attempt from outside seals it by creating this first. Format version 1.
 */
export interface Outcome {
  readonly formatVersion: 1;
  readonly flowRunId: string;
  readonly attempt: number;
  /** The container that ran it; `null` where the attempt was sealed from outside. */
  readonly executionId: string | null;
  readonly state: { readonly type: TerminalStateType; readonly name: string; readonly message: string | null };
  /** What the flow returned, or what it threw. */
  readonly value: OutcomeValue | null;
  /** Set where the infrastructure, not the flow, ended the attempt. */
  readonly infrastructure?: InfrastructureEnd;
  readonly timings: OutcomeTimings;
  readonly peakMemoryBytes: number | null;
  readonly endedAt: string;
}

/** How its infrastructure ended an attempt. */
export interface InfrastructureEnd {
  readonly cause: ExitCause;
  readonly exitCode: number | null;
  /** What happened, with the platform's own words. */
  readonly message: string;
  /** The platform's own name of it. */
  readonly platformReason?: string;
  /** What to do next, where it is not what the cause's error class says. */
  readonly hint?: string;
  /** The last lines of output, oldest first. */
  readonly logTail?: readonly string[];
}

export interface OutcomeValue {
  readonly kind: "result" | "error";
  /** Where the bytes are; in result storage where the manifest names one, else in bundle storage. */
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Prefect's description of the stored bytes. */
  readonly metadata: ResultMetadata;
}

/** Seconds that each phase took, as the runner measured them. */
export interface OutcomeTimings {
  readonly fetchSeconds: number;
  readonly startSeconds: number;
  readonly runSeconds: number;
  readonly storeSeconds: number;
}
