// Messages of google.cloud.aiplatform.v1, as far as they are looked at, the way the loader of protos writes them.

export interface WorkerPoolBody {
  readonly machineSpec?: {
    readonly machineType?: string;
    readonly acceleratorType?: string;
    readonly acceleratorCount?: number;
  };
  readonly replicaCount?: string;
  readonly containerSpec?: {
    readonly imageUri?: string;
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
  };
}

export interface CustomJobBody {
  readonly displayName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly jobSpec?: {
    readonly workerPoolSpecs?: readonly WorkerPoolBody[];
    readonly scheduling?: {
      readonly timeout?: { readonly seconds?: string };
      readonly disableRetries?: boolean;
      readonly strategy?: string;
    };
    readonly serviceAccount?: string;
    readonly tensorboard?: string;
  };
}

export type JobState =
  | "JOB_STATE_QUEUED"
  | "JOB_STATE_PENDING"
  | "JOB_STATE_RUNNING"
  | "JOB_STATE_SUCCEEDED"
  | "JOB_STATE_FAILED"
  | "JOB_STATE_CANCELLING"
  | "JOB_STATE_CANCELLED";

/** As `google.rpc.Status` has it. */
export interface JobError {
  readonly code: number;
  readonly message: string;
}
