import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolConcurrencyStatus } from "../../control-plane/records/work-pool.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/** As many runs of each queue as are shown. */
const RUN_LIMIT = 200;
const BAR_LENGTH = 20;

/** `prefect work-pool slots NAME`: the runs that hold the pool's slots. */
export async function showSlots(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkPool(client, name);
  const status = await readStatus(client, name);
  if (output === "json") {
    context.printJson({
      ...status,
      queues: status.queues.map((queue) => ({
        ...queue,
        _truncated: { shown: queue.flow_runs.length, total: queue.flow_run_count },
      })),
    });
    return;
  }
  context.print(`Work Pool: ${name}`);
  context.print(`  Slots: ${toBar(status)}`);
  const rows = status.queues.flatMap(({ queue_name, flow_runs }) =>
    flow_runs.map((run) => [queue_name, run.name, run.state_name ?? "N/A", toDuration(run.time_in_current_state)]),
  );
  if (rows.length === 0) {
    context.print("No flow runs occupying slots.");
    return;
  }
  const columns = ["Queue", "Flow Run", "State", "Duration"].map((header) => ({ header }));
  context.print(renderTable(context, { columns, rows }));
}

async function readStatus(client: PrefectClient, name: string): Promise<WorkPoolConcurrencyStatus> {
  const first = await client.readWorkPoolConcurrency(name, { flow_run_limit: RUN_LIMIT });
  const queues = [...first.queues];
  for (let page = 2; page <= first.pages; page += 1) {
    queues.push(...(await client.readWorkPoolConcurrency(name, { page, flow_run_limit: RUN_LIMIT })).queues);
  }
  return { ...first, queues };
}

/** `3/4 [===============     ]`; without a limit only how many are held. */
function toBar({ active_slots: active, concurrency_limit: limit }: WorkPoolConcurrencyStatus): string {
  if (limit === null) return `${active} (no limit)`;
  const filled = limit === 0 ? BAR_LENGTH : Math.min(BAR_LENGTH, Math.round((active / limit) * BAR_LENGTH));
  return `${active}/${limit} [${"=".repeat(filled).padEnd(BAR_LENGTH)}]`;
}

/** `2m 5s`, `1h 2m`; `N/A` where it is not known. Pure. */
export function toDuration(seconds: number | null): string {
  if (seconds === null) return "N/A";
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${whole % 60}s` : `${whole}s`;
}
