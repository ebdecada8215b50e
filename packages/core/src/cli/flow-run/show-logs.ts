import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import type { StoredLog } from "../../control-plane/records/log.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { followLogs } from "./follow-logs.ts";
import { formatLog } from "./format-log.ts";
import { readLogs } from "./read-logs.ts";
import { requireFlowRun } from "./require-flow-run.ts";

interface LogsOptions extends OutputOptions {
  readonly head?: boolean;
  readonly tail?: boolean;
  readonly numLogs?: number;
  readonly reverse?: boolean;
  readonly follow?: boolean;
}

/** How many logs `--head` and `--tail` show where `--num-logs` does not say. */
const defaultCount = 20;

/** `prefect flow-run logs ID`. */
export async function showLogs(context: CliContext, id: string, options: LogsOptions): Promise<void> {
  checkOptions(options);
  const client = await context.openControlPlane();
  const flowRun = await requireFlowRun(client, id);
  if (options.follow === true) {
    for await (const log of followLogs(client, flowRun.id)) {
      context.print(options.output === "json" ? JSON.stringify(log) : formatLog(log, flowRun.name));
    }
    return;
  }
  const { head, tail, reverse = false, numLogs } = options;
  const maximum = numLogs ?? (head === true || tail === true ? defaultCount : null);
  const newestFirst = reverse || tail === true;
  const pages = readLogs(client, { flowRunId: flowRun.id, newestFirst, maximum });
  const isInOrder = newestFirst === reverse;
  if (isInOrder && options.output !== "json") {
    for await (const page of pages) printLogs(context, flowRun, page);
    return;
  }
  const logs: StoredLog[] = [];
  for await (const page of pages) logs.push(...page);
  if (!isInOrder) logs.reverse();
  if (options.output === "json") context.printJson(logs);
  else printLogs(context, flowRun, logs);
}

function checkOptions({ head, tail, follow, reverse, numLogs }: LogsOptions): void {
  if (head === true && tail === true) {
    throw new CommandError({ problem: "Please provide either a `head` or `tail` option but not both." });
  }
  if (follow === true && (head === true || tail === true || reverse === true || numLogs !== undefined)) {
    throw new CommandError({ problem: "--follow prints all logs in order.", mend: "Leave out the other options." });
  }
}

function printLogs(context: CliContext, flowRun: FlowRunRecord, logs: readonly StoredLog[]): void {
  for (const log of logs) context.print(formatLog(log, flowRun.name));
}
