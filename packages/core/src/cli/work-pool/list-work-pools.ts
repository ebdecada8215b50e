import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable, type TableColumn } from "../output/table.ts";
import { readAllPages } from "../../control-plane/read-all-pages.ts";

interface ListOptions extends OutputOptions {
  readonly verbose?: boolean;
}

const columns: readonly TableColumn[] = [
  { header: "Name", style: "green" },
  { header: "Type", style: "magenta" },
  { header: "ID", style: "cyan", align: "right", whole: true },
  { header: "Concurrency Limit", style: "blue" },
];

/** `prefect work-pool ls`, newest first. */
export async function listWorkPools(context: CliContext, { verbose, output }: ListOptions): Promise<void> {
  const client = await context.openControlPlane();
  const pools = await readAllPages((page) => client.filterWorkPools(page));
  const sorted = pools.toSorted((a, b) => Date.parse(b.created ?? "") - Date.parse(a.created ?? ""));
  if (output === "json") {
    context.printJson(sorted);
    return;
  }
  if (sorted.length === 0) {
    context.print(context.paint("green", "No work pools found."));
    return;
  }
  const table = renderTable(context, {
    title: "Work Pools",
    caption: "(**) denotes a paused pool",
    columns: verbose === true ? [...columns, { header: "Base Job Template", style: "magenta" }] : columns,
    rows: sorted.map((pool) => [
      pool.is_paused ? `${pool.name} ${context.paint("red", "(**)")}` : pool.name,
      pool.type,
      pool.id,
      String(pool.concurrency_limit ?? "None"),
      JSON.stringify(pool.base_job_template),
    ]),
  });
  context.print(table);
}
