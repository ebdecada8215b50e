import type { ApiObject, Condition } from "./api-object.ts";
import { isConditionTrue } from "./api-object.ts";
import type { PodTemplate } from "./pod.ts";

export interface Job extends ApiObject {
  readonly spec: JobSpec;
  readonly status: JobStatus;
}

export interface JobSpec {
  readonly template: PodTemplate;
  readonly parallelism: number;
  readonly completions?: number;
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly podReplacementPolicy?: "TerminatingOrFailed" | "Failed";
  readonly podFailurePolicy?: { readonly rules: readonly PodFailureRule[] };
  readonly [field: string]: unknown;
}

export interface PodFailureRule {
  readonly action: "FailJob" | "Ignore" | "Count";
  readonly onPodConditions?: readonly { readonly type: string; readonly status?: string }[];
  readonly onExitCodes?: {
    readonly containerName?: string;
    readonly operator: "In" | "NotIn";
    readonly values: readonly number[];
  };
}

export interface JobStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly active?: number;
  readonly ready?: number;
  readonly terminating?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly uncountedTerminatedPods?: { readonly succeeded?: readonly string[]; readonly failed?: readonly string[] };
}

export function isJobFinished(job: Job): boolean {
  return isConditionTrue(job.status.conditions, "Complete") || isConditionTrue(job.status.conditions, "Failed");
}
