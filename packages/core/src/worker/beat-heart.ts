import { messageOf } from "../errors/thrown.ts";
import type { WorkerOptions } from "./worker-options.ts";

type Beating = Pick<WorkerOptions, "client" | "workPool" | "name" | "heartbeatSeconds" | "report">;

export interface Heart {
  /** Stops, and tells the pool that this worker is gone. */
  stop(): Promise<void>;
}

/** Tells the pool that its worker lives, now and ever again. Throws where the control plane does not take the first one. */
export async function beatHeart({ client, workPool, name, heartbeatSeconds, report }: Beating): Promise<Heart> {
  const beat = (): Promise<void> =>
    client.heartbeatWorker(workPool, { name, heartbeat_interval_seconds: Math.max(1, Math.round(heartbeatSeconds)) });
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => report.warn(`The heartbeat was not taken: ${messageOf(error)}`));
  }, heartbeatSeconds * 1000);
  return {
    async stop() {
      clearInterval(timer);
      // Where the control plane is gone, the worker is offline once it missed three heartbeats.
      await client.deleteWorker(workPool, name).catch(() => undefined);
    },
  };
}
