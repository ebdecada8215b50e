import type { WorkQueueUpdate } from "../../control-plane/records/work-queue.ts";
import { CommandError } from "../../errors/command-error.ts";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { confirm } from "../question.ts";
import { requireWorkPool } from "../work-pool/require-work-pool.ts";
import { requireWorkQueue } from "./require-work-queue.ts";

interface PoolOption {
  readonly pool: string;
}

/** `prefect work-queue create NAME`. */
export async function createWorkQueue(
  context: CliContext,
  name: string,
  { pool, limit, priority }: PoolOption & { readonly limit?: number; readonly priority?: number },
): Promise<void> {
  if (priority === 0) throw new CommandError({ problem: "A priority is a whole number from 1." });
  const client = await context.openControlPlane();
  await requireWorkPool(client, pool);
  try {
    await client.createWorkQueue(pool, { name, concurrency_limit: limit, priority });
  } catch (cause) {
    if (!ObjectAlreadyExistsError.isInstance(cause)) throw cause;
    const problem = `Work pool ${quote(pool)} already has a work queue ${quote(name)}. Please choose a different name.`;
    throw new CommandError({ problem, cause });
  }
  context.print(context.paint("green", `Created work queue ${quote(name)} in work pool ${quote(pool)}.`));
}

/** `prefect work-queue set-concurrency-limit NAME LIMIT`. */
export async function setQueueLimit(
  context: CliContext,
  name: string,
  limit: number,
  { pool }: PoolOption,
): Promise<void> {
  const done = `Concurrency limit of ${limit} set on work queue ${quote(name)} in work pool ${quote(pool)}`;
  await change(context, pool, name, { concurrency_limit: limit }, done);
}

/** `prefect work-queue clear-concurrency-limit NAME`. */
export async function clearQueueLimit(context: CliContext, name: string, { pool }: PoolOption): Promise<void> {
  const done = `Concurrency limits removed on work queue ${quote(name)} in work pool ${quote(pool)}`;
  await change(context, pool, name, { concurrency_limit: null }, done);
}

/** `prefect work-queue pause NAME`. */
export async function pauseQueue(context: CliContext, name: string, { pool }: PoolOption): Promise<void> {
  await change(
    context,
    pool,
    name,
    { is_paused: true },
    `Work queue ${quote(name)} in work pool ${quote(pool)} paused`,
  );
}

/** `prefect work-queue resume NAME`. */
export async function resumeQueue(context: CliContext, name: string, { pool }: PoolOption): Promise<void> {
  const done = `Work queue ${quote(name)} in work pool ${quote(pool)} resumed`;
  await change(context, pool, name, { is_paused: false }, done);
}

/** `prefect work-queue delete NAME`. */
export async function deleteWorkQueue(
  context: CliContext,
  name: string,
  { pool, yes = false }: PoolOption & { readonly yes?: boolean },
): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkQueue(client, pool, name);
  const question = `Are you sure you want to delete work queue ${quote(name)} of work pool ${quote(pool)}?`;
  await confirm(context, { question, aborted: "Deletion aborted.", yes });
  await client.deleteWorkQueue(pool, name);
  context.print(context.paint("green", `Successfully deleted work queue ${quote(name)} in work pool ${quote(pool)}`));
}

async function change(
  context: CliContext,
  pool: string,
  name: string,
  changes: WorkQueueUpdate,
  done: string,
): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkQueue(client, pool, name);
  await client.updateWorkQueue(pool, name, changes);
  context.print(context.paint("green", done));
}
