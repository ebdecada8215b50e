import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";

export interface WorkerOptions {
  readonly client: PrefectClient;
  readonly infrastructure: InfrastructureType<CommonInfrastructureOptions, unknown>;
  readonly workPool: string;
  readonly name: string;
  /** The queues to take runs from; empty: all of the pool's. */
  readonly workQueues: readonly string[];
  /** How many runs it has at once; `null`: as many as the pool allows. */
  readonly limit: number | null;
  /** How far ahead of their time runs are taken from the pool. They start when they are due. */
  readonly prefetchSeconds: number;
  readonly querySeconds: number;
  readonly heartbeatSeconds: number;
  /** Whether it ends once the runs are over that it finds at its first look. */
  readonly runOnce: boolean;
  /** Ends it: runs that go on are left to other workers. */
  readonly signal: AbortSignal;
  readonly report: WorkerReport;
}

/** What a worker tells of itself. */
export interface WorkerReport {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
