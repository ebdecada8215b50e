import type { StateType } from "../../contracts/state.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { StateFilter } from "../../control-plane/records/filters.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { toRelativeTime } from "../output/relative-time.ts";
import { renderTable } from "../output/table.ts";
import { toStateName } from "./state-names.ts";

interface ListOptions extends OutputOptions {
  readonly flowName?: readonly string[];
  readonly limit: number;
  readonly state?: readonly string[];
  readonly stateType?: readonly string[];
}

const stateTypes: readonly StateType[] = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
];

/** `prefect flow-run ls`. A run whose supervisor is gone is only marked: whoever looks into it mends it. */
export async function listFlowRuns(context: CliContext, options: ListOptions): Promise<void> {
  const state = toStateFilter(context, options);
  const client = await context.openControlPlane();
  const flowRuns = await client.filterFlowRuns({
    ...(options.flowName === undefined ? {} : { flows: { name: { any_: options.flowName } } }),
    ...(state === null ? {} : { flow_runs: { state } }),
    limit: options.limit,
    sort: "EXPECTED_START_TIME_DESC",
  });
  if (options.output === "json") {
    context.printJson(flowRuns);
    return;
  }
  if (flowRuns.length === 0) {
    context.print(context.paint("green", "No flow runs found."));
    return;
  }
  const flowNames = await readFlowNames(client, flowRuns);
  const stale = await readStaleIds(client);
  const now = new Date();
  const table = renderTable(context, {
    title: "Flow Runs",
    ...(flowRuns.some(({ id }) => stale.has(id)) ? { caption: "(stale) nobody looks after the run any more" } : {}),
    columns: [
      { header: "ID", style: "cyan", align: "right", whole: true },
      { header: "Flow", style: "blue" },
      { header: "Name", style: "green" },
      { header: "State" },
      { header: "When", style: "bold" },
    ],
    rows: flowRuns
      .toSorted((a, b) => Date.parse(b.created ?? "") - Date.parse(a.created ?? ""))
      .map((run) => [
        run.id,
        flowNames.get(run.flow_id) ?? "",
        run.name,
        `${run.state_type ?? ""}${stale.has(run.id) ? " (stale)" : ""}`,
        toWhen(run, now),
      ]),
  });
  context.print(table);
}

function toStateFilter(context: CliContext, { state, stateType }: ListOptions): StateFilter | null {
  if (state === undefined && stateType === undefined) return null;
  return {
    ...(state === undefined ? {} : { name: { any_: state.map((name) => toStateName(context, name)) } }),
    ...(stateType === undefined ? {} : { type: { any_: stateType.map(toStateType) } }),
  };
}

function toStateType(text: string): StateType {
  const found = stateTypes.find((type) => type === text.toUpperCase());
  if (found === undefined) {
    throw new CommandError({ problem: `Invalid state type. Options are ${stateTypes.join(", ")}.` });
  }
  return found;
}

async function readFlowNames(
  client: PrefectClient,
  flowRuns: readonly FlowRunRecord[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(flowRuns.map((run) => run.flow_id))];
  const flows = await Promise.all(ids.map((id) => client.readFlow(id)));
  return new Map(flows.map((flow) => [flow.id, flow.name]));
}

async function readStaleIds({ leases }: PrefectClient): Promise<ReadonlySet<string>> {
  const expired = leases === null ? [] : await leases.listExpired();
  return new Set(expired.map((lease) => lease.flowRunId));
}

/** When a scheduled run is due, else when the run entered its state. */
function toWhen({ state }: FlowRunRecord, now: Date): string {
  if (state === null) return "";
  const time = state.type === "SCHEDULED" ? (state.state_details.scheduled_time ?? state.timestamp) : state.timestamp;
  return toRelativeTime(new Date(time), now);
}
