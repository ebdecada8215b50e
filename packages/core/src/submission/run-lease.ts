import type { Leases } from "../control-plane/leases.ts";
import { currentProcess } from "./process-identity.ts";

const RENEWAL_MILLISECONDS = 10_000;
const DURATION_SECONDS = 60;

/** Tells other processes that this one looks after a run. */
export interface RunLease {
  release(): Promise<void>;
}

const identity = { holder: null as ReturnType<typeof currentProcess> | null };

/**
 * Takes the lease of a run and keeps it until it is released or this process ends; `null` where another live process
 * has it. A Prefect server knows no leases: there, whoever asks looks after the run.
 */
export async function acquireRunLease(leases: Leases | null, flowRunId: string): Promise<RunLease | null> {
  if (leases === null) return { release: async () => undefined };
  const holder = (identity.holder ??= currentProcess());
  const { acquired } = await leases.acquire(flowRunId, holder, { durationSeconds: DURATION_SECONDS });
  if (!acquired) return null;
  const renewal = setInterval(() => {
    // A renewal that fails is tried again by the next one, long before the lease runs out.
    leases.renew(flowRunId, holder, { durationSeconds: DURATION_SECONDS }).catch(() => undefined);
  }, RENEWAL_MILLISECONDS).unref();
  return {
    async release() {
      clearInterval(renewal);
      await leases.release(flowRunId, holder).catch(() => undefined);
    },
  };
}
