import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { FlowRunNotAttachableError } from "../errors/flow-run-not-attachable-error.ts";
import { renderJobConfiguration } from "../infrastructure/render-job-configuration.ts";
import { validateBaseJobTemplate } from "../infrastructure/validate-base-job-template.ts";

type RecordedType = Pick<
  InfrastructureType<CommonInfrastructureOptions, unknown>,
  "type" | "baseJobTemplate" | "parseConfiguration"
>;

/**
 * The job configuration of a run that was submitted before, from its pool's template and the job variables that it
 * recorded: by it a launcher finds the cluster, the account or the engine. Throws `FlowRunNotAttachableError` where the
 * run is on other infrastructure.
 */
export async function renderRecordedConfiguration(
  client: PrefectClient,
  infrastructure: RecordedType,
  run: Pick<FlowRunRecord, "id" | "work_pool_name" | "job_variables">,
): Promise<unknown> {
  const refuse = (problem: string): Error => new FlowRunNotAttachableError({ flowRunId: run.id, problem });
  const pool = run.work_pool_name === null ? null : await client.readWorkPool(run.work_pool_name);
  if (pool === null) throw refuse("its work pool is gone");
  if (pool.type !== infrastructure.type) {
    throw refuse(`it is on '${pool.type}' infrastructure, and was asked for as one on '${infrastructure.type}'`);
  }
  const place = `work pool '${pool.name}'`;
  const { configuration } = await renderJobConfiguration({
    template: validateBaseJobTemplate(pool.base_job_template, place) ?? infrastructure.baseJobTemplate,
    place,
    jobVariables: run.job_variables ?? {},
    reader: client,
    run: null,
  });
  // What no template holds, such as a patch, matters to the launch alone.
  return infrastructure.parseConfiguration(configuration, {});
}
