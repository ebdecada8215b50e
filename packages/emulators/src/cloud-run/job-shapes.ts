import type { Timestamp } from "../google-cloud/timestamp.ts";

// Messages of google.cloud.run.v2, as far as they are looked at, the way the loader of protos writes them.

export interface EnvVarBody {
  readonly name: string;
  readonly value?: string;
  readonly valueSource?: { readonly secretKeyRef?: { readonly secret: string; readonly version?: string } };
}

export interface ContainerBody {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVarBody[];
  readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
  readonly workingDir?: string;
}

export interface TaskTemplateBody {
  readonly containers?: readonly ContainerBody[];
  readonly maxRetries?: number;
  readonly timeout?: { readonly seconds?: string };
  readonly serviceAccount?: string;
  readonly vpcAccess?: { readonly connector?: string };
}

export interface JobBody {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly launchStage?: string;
  readonly template?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly taskCount?: number;
    readonly template?: TaskTemplateBody;
  };
}

export interface Condition {
  readonly type: string;
  readonly state: "CONDITION_PENDING" | "CONDITION_RECONCILING" | "CONDITION_FAILED" | "CONDITION_SUCCEEDED";
  readonly message?: string;
  readonly lastTransitionTime: Timestamp;
  readonly reason?: string;
  readonly executionReason?: string;
}
