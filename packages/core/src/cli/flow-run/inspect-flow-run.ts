import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { toInfrastructureError } from "../../errors/to-infrastructure-error.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { printRecord } from "../output/record-view.ts";
import { isEnded } from "./follow-logs.ts";
import { infrastructureOf } from "./infrastructure-of.ts";
import { requireFlowRun } from "./require-flow-run.ts";
import { messageOf } from "../../errors/thrown.ts";

/** `prefect flow-run inspect ID`: the run as it is now, which for one that nobody looks after is found out first. */
export async function inspectFlowRun(context: CliContext, id: string, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const found = await requireFlowRun(client, id);
  const flowRun = isEnded(found) ? found : await reconcile(context, client, found);
  const attempts = await readAttemptViews(context, client, flowRun);
  const record = attempts.length === 0 ? flowRun : { ...flowRun, attempts };
  if (output === "json") context.printJson(record);
  else printRecord(context, "FlowRun", record);
}

async function reconcile(context: CliContext, client: PrefectClient, found: FlowRunRecord): Promise<FlowRunRecord> {
  try {
    const type = await infrastructureOf(context, client, found);
    if (type === null) return found;
    const { reconcileRun } = await import("../../submission/reconcile-run.ts");
    await reconcileRun(client, type, found.id);
    return await client.readFlowRun(found.id);
  } catch (error) {
    context.printNotice(`How the flow run is now could not be found out: ${messageOf(error)}`);
    return found;
  }
}

/** In the record's own spelling. */
async function readAttemptViews(
  context: CliContext,
  client: PrefectClient,
  flowRun: FlowRunRecord,
): Promise<readonly object[]> {
  const { readAttempts } = await import("../../submission/read-attempts.ts");
  const attempts = await readAttempts(client, flowRun).catch((error: unknown) => {
    context.printNotice(`The attempts of the flow run could not be read: ${messageOf(error)}`);
    return [];
  });
  return attempts.map(({ attempt, infrastructureType, infrastructurePid, launchedAt, state, infrastructure }) => ({
    attempt,
    infrastructure_type: infrastructureType,
    infrastructure_pid: infrastructurePid,
    launched: launchedAt?.toISOString() ?? null,
    state_type: state?.type ?? null,
    state_name: state?.name ?? null,
    cause: infrastructure?.cause ?? null,
    ...(infrastructure === null
      ? {}
      : {
          exit_code: infrastructure.exitCode,
          platform_reason: infrastructure.platformReason ?? null,
          message: infrastructure.message,
          hint: toInfrastructureError(infrastructure, flowRun.id).hint,
          log_tail: infrastructure.logTail ?? [],
        }),
  }));
}
