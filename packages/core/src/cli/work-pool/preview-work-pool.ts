import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";
import { requireWorkPool } from "./require-work-pool.ts";

interface PreviewOptions extends OutputOptions {
  readonly hours: number;
}

/** `prefect work-pool preview [NAME]`: what workers of the pool will start within the hours to come. */
export async function previewWorkPool(
  context: CliContext,
  name: string | undefined,
  { hours, output }: PreviewOptions,
): Promise<void> {
  const workPoolName = name ?? context.settings().defaultWorkPoolName;
  if (workPoolName === null) {
    throw new CommandError({
      problem: "No work pool was named, and PREFECT_DEFAULT_WORK_POOL_NAME is not set.",
      mend: "Name the work pool to preview.",
    });
  }
  const client = await context.openControlPlane();
  await requireWorkPool(client, workPoolName);
  const now = new Date();
  const until = new Date(now.getTime() + hours * 3_600_000);
  const scheduled = await client.getScheduledFlowRuns(workPoolName, { scheduled_before: until.toISOString() });
  const runs = scheduled
    .map(({ flow_run }) => flow_run)
    .toSorted((a, b) => Date.parse(a.expected_start_time ?? "") - Date.parse(b.expected_start_time ?? ""));
  if (output === "json") {
    context.printJson(runs);
    return;
  }
  if (runs.length === 0) {
    const message = "No runs found - try increasing how far into the future you preview with the --hours flag";
    context.print(context.paint("yellow", message));
    return;
  }
  const late = context.paint("red", "(**)");
  const table = renderTable(context, {
    caption: "(**) denotes a late run",
    columns: [
      { header: "Scheduled Start Time", style: "yellow" },
      { header: "Run ID", style: "cyan", whole: true },
      { header: "Name", style: "green" },
      { header: "Deployment ID", style: "blue" },
    ],
    rows: runs.map(({ expected_start_time: start, id, name: runName, deployment_id }) => [
      start !== null && Date.parse(start) < now.getTime() ? `${start} ${late}` : (start ?? "None"),
      id,
      runName,
      deployment_id ?? "None",
    ]),
  });
  context.print(table);
}
