/** The process that looks after a run. */
export interface LeaseHolder {
  readonly host: string;
  readonly processId: number;
  /** Tells the process from a later one with the same id. */
  readonly processStartTime: string;
}

export interface Lease extends LeaseHolder {
  readonly flowRunId: string;
  readonly acquiredAt: Date;
  readonly expiresAt: Date;
}

export interface LeaseOptions {
  /** Seconds from now until the lease expires unless it is renewed. Default: 60. */
  readonly durationSeconds?: number;
}

/** Who looks after which run. Every change is a compare-and-set, so a run has at most one holder. */
export interface Leases {
  /** Takes the lease where it is free, expired or already the holder's own; else tells whose it is. */
  acquire(
    flowRunId: string,
    holder: LeaseHolder,
    options?: LeaseOptions,
  ): Promise<{ readonly acquired: true; readonly lease: Lease } | { readonly acquired: false; readonly lease: Lease }>;
  /** Whether the lease was still the holder's; if not, somebody else looks after the run now. */
  renew(flowRunId: string, holder: LeaseHolder, options?: LeaseOptions): Promise<boolean>;
  /** Renews every lease that is still the holder's. */
  renewAll(holder: LeaseHolder, options?: LeaseOptions): Promise<void>;
  /** Whether the lease was still the holder's. */
  release(flowRunId: string, holder: LeaseHolder): Promise<boolean>;
  read(flowRunId: string): Promise<Lease | null>;
  /** Leases that ran out, oldest first: their runs have lost whoever looked after them. */
  listExpired(): Promise<readonly Lease[]>;
}
