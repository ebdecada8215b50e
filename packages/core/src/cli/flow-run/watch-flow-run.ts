import { setTimeout as delay } from "node:timers/promises";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import type { DiscoveredType } from "../plugins/discover-infrastructure-types.ts";
import { followLogs, isEnded } from "./follow-logs.ts";
import { formatLog } from "./format-log.ts";
import { infrastructureOf } from "./infrastructure-of.ts";
import { requireFlowRun } from "./require-flow-run.ts";
import { messageOf } from "../../errors/thrown.ts";

/** How often it is tried to look after a run that somebody else does. */
const ADOPTION_MILLISECONDS = 2000;

interface WatchOptions {
  readonly timeout?: number;
}

/**
 * `prefect flow-run watch ID`: prints the log as it comes and the state in which the run ends, and looks after a run
 * that nobody else does. Ends with 0 only for a completed run.
 */
export async function watchFlowRun(context: CliContext, id: string, { timeout }: WatchOptions): Promise<void> {
  const client = await context.openControlPlane();
  const flowRun = await requireFlowRun(client, id);
  const over = new AbortController();
  const looking = isEnded(flowRun) ? Promise.resolve() : lookAfter(context, client, flowRun, over.signal);
  try {
    await printUntilEnded(context, client, flowRun, timeout);
  } finally {
    over.abort();
    await looking;
  }
  tellEnd(context, await client.readFlowRun(flowRun.id));
}

async function printUntilEnded(
  context: CliContext,
  client: PrefectClient,
  flowRun: FlowRunRecord,
  timeoutSeconds: number | undefined,
): Promise<void> {
  const signal = timeoutSeconds === undefined ? undefined : AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    for await (const log of followLogs(client, flowRun.id, signal)) context.print(formatLog(log, flowRun.name));
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new CommandError({
      problem: `Flow run ${quote(flowRun.id)} did not finish within ${timeoutSeconds} seconds.`,
      mend: "It goes on; watch it again.",
    });
  }
}

/** Sees to it that somebody brings the run to its end, from the moment that nobody else does. */
async function lookAfter(
  context: CliContext,
  client: PrefectClient,
  flowRun: FlowRunRecord,
  signal: AbortSignal,
): Promise<void> {
  try {
    const type = await infrastructureOf(context, client, flowRun);
    if (type !== null) await adoptUntil(client, type, flowRun.id, signal);
  } catch (error) {
    if (signal.aborted) return;
    const reason = messageOf(error);
    context.printNotice(`The flow run can be watched, but not be looked after from here: ${reason}`);
  }
}

async function adoptUntil(
  client: PrefectClient,
  type: DiscoveredType,
  flowRunId: string,
  signal: AbortSignal,
): Promise<void> {
  const { adoptRun } = await import("../../submission/attach-run.ts");
  while (!signal.aborted) {
    // The log is printed from the control plane, where all of it comes to, whoever looks after the run.
    const adopted = await adoptRun(client, type, flowRunId, { isOutputShown: false });
    if (adopted === null) {
      await delay(ADOPTION_MILLISECONDS, undefined, { signal });
      continue;
    }
    signal.addEventListener("abort", adopted.detach, { once: true });
    if (signal.aborted) adopted.detach();
    await adopted.ended;
    return;
  }
}

function tellEnd(context: CliContext, { state_type, state_name, state }: FlowRunRecord): void {
  const words = `Flow run finished in state ${quote(state_name ?? state_type ?? "")}.`;
  if (state_type !== "COMPLETED") {
    throw new CommandError({ problem: state?.message ? `${words} ${state.message}` : words });
  }
  context.print(context.paint("green", words));
}
