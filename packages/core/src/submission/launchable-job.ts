import type { FlowDefinition } from "../contracts/flow.ts";
import type { JsonObject } from "../contracts/json.ts";
import type { StorageReference } from "../contracts/storage.ts";
import type { JobRun } from "../infrastructure/run-environment.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import type { JobRequest } from "./render-job.ts";

/** What it takes to launch attempts of a run, for the process that submitted it and for a worker alike. */
export interface LaunchableJob extends JobRequest {
  /** Where this process has it; only then can its hooks be called here. */
  readonly flow: FlowDefinition | null;
  readonly flowName: string;
  readonly limits: AttemptLimits;
  /** `null`: the result goes into the bundle's storage. */
  readonly resultStorage: Pick<StorageReference, "module"> | null;
  readonly jobVariables: JsonObject;
  /** The decorator's, and the credentials of storage where they travel with the run. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Set where a worker launches it. */
  readonly worker?: NonNullable<JobRun["worker"]>;
}
