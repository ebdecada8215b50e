/** The run that infrastructure is made for. */
export interface JobRun {
  readonly flowRunId: string;
  readonly flowRunName: string;
  readonly attempt: number;
  /** After this time clean-up may remove what is left of the infrastructure. */
  readonly expiresAt: Date;
  readonly flow: { readonly id: string; readonly name: string };
  readonly workPool: { readonly id: string; readonly name: string };
  /** Version of this package. */
  readonly version: string;
  /** Set where a worker makes it. */
  readonly worker?: { readonly id: string | null; readonly name: string };
}

/** The variables by which the runner knows its run. Those of `env` in the job configuration go over them. */
export function runEnvironment(run: JobRun): Readonly<Record<string, string>> {
  return {
    PREFECT__FLOW_RUN_ID: run.flowRunId,
    PREFECT__FLOW_RUN_ATTEMPT: String(run.attempt),
    PREFECT__FLOW_ID: run.flow.id,
    PREFECT__FLOW_NAME: run.flow.name,
    ...(run.worker === undefined ? {} : { PREFECT__WORKER_NAME: run.worker.name }),
    ...(run.worker?.id == null ? {} : { PREFECT__WORKER_ID: run.worker.id }),
  };
}

/** Labels by which created infrastructure is found again. Each platform makes them valid in its own way. */
export function runLabels(run: JobRun): Readonly<Record<string, string>> {
  return {
    "prefect.io/flow-run-id": run.flowRunId,
    "prefect.io/flow-run-name": run.flowRunName,
    "prefect.io/version": run.version,
    "prefect.io/flow-run-attempt": String(run.attempt),
    "prefect.io/expires-at": run.expiresAt.toISOString(),
    "prefect.io/work-pool-name": run.workPool.name,
    "prefect.io/work-pool-id": run.workPool.id,
    ...(run.worker === undefined ? {} : { "prefect.io/worker-name": run.worker.name }),
    "prefect.io/flow-id": run.flow.id,
    "prefect.io/flow-name": run.flow.name,
  };
}
