import { hostname } from "node:os";
import type { LeaseHolder } from "../control-plane/leases.ts";
import { readBootId, readStartTime } from "../infrastructure/process/process-identity.ts";

let current: Promise<LeaseHolder> | null = null;

/** This process, told apart from any later one that gets the same id. */
export function currentProcess(): Promise<LeaseHolder> {
  current ??= identify(process.pid);
  return current;
}

/** Whether a process of this machine is gone; of another machine's, nothing is known here. */
export async function isKnownGone(holder: LeaseHolder): Promise<boolean> {
  if (holder.host !== hostname()) return false;
  return (await identify(holder.processId)).processStartTime !== holder.processStartTime;
}

async function identify(processId: number): Promise<LeaseHolder> {
  const [bootId, startTime] = await Promise.all([readBootId(), readStartTime(processId)]);
  return { host: hostname(), processId, processStartTime: `${bootId} ${startTime}` };
}
