import type { Leases } from "../control-plane/leases.ts";
import { currentProcess, isKnownGone } from "./process-identity.ts";

const RENEWAL_MILLISECONDS = 10_000;
const DURATION = { durationSeconds: 60 };

/** Tells other processes that this one looks after a run. */
export interface RunLease {
  release(): Promise<void>;
}

/** What a Prefect server gives, which knows no leases. */
export const noLease: RunLease = { release: async () => undefined };

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
  const renewal = setInterval(() => {
    // A renewal that fails is tried again by the next one, long before the lease runs out.
    leases.renew(flowRunId, holder, DURATION).catch(() => undefined);
  }, RENEWAL_MILLISECONDS).unref();
  return {
    async release() {
      clearInterval(renewal);
      await leases.release(flowRunId, holder).catch(() => undefined);
    },
  };
}
