import type { LeaseHolder, Leases } from "../control-plane/leases.ts";
import { currentProcess, isKnownGone } from "./process-identity.ts";

const RENEWAL_MILLISECONDS = 10_000;
const DURATION = { durationSeconds: 60 };

/** Tells other processes that this one looks after a run. */
export interface RunLease {
  /** Whether no other process has taken the run over. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** What a Prefect server gives, which knows no leases. */
export const noLease: RunLease = { isHeld: async () => true, release: async () => undefined };

interface Renewal {
  readonly timer: NodeJS.Timeout;
  /** How many runs it keeps. */
  leases: number;
}

/** One for all runs of this process in a control plane. */
const renewals = new WeakMap<Leases, Renewal>();

/**
 * Takes the lease of a run and keeps it until it is released or this process ends; `null` where another live process
 * has it. The lease of a process of this machine that is gone is free at once, not only when it runs out.
 */
export async function acquireRunLease(leases: Leases, flowRunId: string): Promise<RunLease | null> {
  const holder = await currentProcess();
  let answer = await leases.acquire(flowRunId, holder, DURATION);
  if (!answer.acquired && (await isKnownGone(answer.lease))) {
    await leases.release(flowRunId, answer.lease);
    answer = await leases.acquire(flowRunId, holder, DURATION);
  }
  if (!answer.acquired) return null;
  const stopRenewal = keepRenewed(leases, holder);
  return {
    isHeld: () => leases.renew(flowRunId, holder, DURATION),
    async release() {
      stopRenewal();
      await leases.release(flowRunId, holder).catch(() => undefined);
    },
  };
}

function keepRenewed(leases: Leases, holder: LeaseHolder): () => void {
  const renewal = renewals.get(leases) ?? startRenewal(leases, holder);
  renewal.leases += 1;
  return () => {
    renewal.leases -= 1;
    if (renewal.leases > 0) return;
    clearInterval(renewal.timer);
    renewals.delete(leases);
  };
}

function startRenewal(leases: Leases, holder: LeaseHolder): Renewal {
  const timer = setInterval(() => {
    // A renewal that fails is tried again by the next one, long before the leases run out.
    leases.renewAll(holder, DURATION).catch(() => undefined);
  }, RENEWAL_MILLISECONDS).unref();
  const renewal = { timer, leases: 0 };
  renewals.set(leases, renewal);
  return renewal;
}
