import { readAllPages } from "../../control-plane/read-all-pages.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { printRecord } from "../output/record-view.ts";
import { renderTable } from "../output/table.ts";
import { requireWorkPool } from "../work-pool/require-work-pool.ts";
import { requireWorkQueue } from "./require-work-queue.ts";

interface ViewOptions extends OutputOptions {
  readonly pool: string;
}

/** `prefect work-queue ls --pool POOL`, in the order in which queues are served. */
export async function listWorkQueues(context: CliContext, { pool, output }: ViewOptions): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkPool(client, pool);
  const queues = await readAllPages((page) => client.filterWorkQueues(pool, page));
  const sorted = queues.toSorted((left, right) => left.priority - right.priority);
  if (output === "json") return context.printJson(sorted);
  const table = renderTable(context, {
    title: `Work Queues in Work Pool '${pool}'`,
    caption: "(**) denotes a paused queue",
    columns: [
      { header: "Name", style: "green" },
      { header: "Priority", style: "magenta", align: "right" },
      { header: "Concurrency Limit", style: "blue" },
      { header: "ID", style: "cyan", whole: true },
    ],
    rows: sorted.map((queue) => [
      queue.is_paused ? `${queue.name} ${context.paint("red", "(**)")}` : queue.name,
      String(queue.priority),
      String(queue.concurrency_limit ?? "None"),
      queue.id,
    ]),
  });
  context.print(table);
}

/** `prefect work-queue inspect NAME --pool POOL`. */
export async function inspectWorkQueue(
  context: CliContext,
  name: string,
  { pool, output }: ViewOptions,
): Promise<void> {
  const queue = await requireWorkQueue(await context.openControlPlane(), pool, name);
  if (output === "json") context.printJson(queue);
  else printRecord(context, "WorkQueue", queue);
}
