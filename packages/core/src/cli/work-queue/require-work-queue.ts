import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkQueueRecord } from "../../control-plane/records/work-queue.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { quote } from "../output/quote.ts";
import { requireWorkPool } from "../work-pool/require-work-pool.ts";

/** The queue of a pool. Throws `CommandError` where there is no such pool, or it has no such queue. */
export async function requireWorkQueue(client: PrefectClient, pool: string, name: string): Promise<WorkQueueRecord> {
  await requireWorkPool(client, pool);
  const queue = await client.readWorkQueue(pool, name);
  if (queue !== null) return queue;
  throw new CommandError({
    problem: `Work pool ${quote(pool)} has no work queue ${quote(name)}.`,
    mend: `List its queues with \`${commandLine(`work-queue ls --pool ${pool}`)}\`.`,
  });
}
