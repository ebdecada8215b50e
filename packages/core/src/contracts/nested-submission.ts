import type { BundleObject } from "./bundle-manifest.ts";
import type { JsonObject } from "./json.ts";

/** What a run needs to submit the flows that its own calls, where these are bound to infrastructure. */
export interface NestedSubmission {
  /** The release of prefect-core that submitted the run. */
  readonly version: string;
  /** Whether the run is a process on the submitter's machine, and so shares its settings and its store. */
  readonly isLocal: boolean;
  /** `PREFECT_RUNNER_IMAGE` of the submitter. */
  readonly runnerImage: string | null;
  /** For each plugin that the code uses, a module that needs nothing but Node.js. */
  readonly submitters: readonly (BundleObject & { readonly plugin: string })[];
  /** For a run that reaches no API: the pools that flows of those plugins are bound to. */
  readonly workPools: readonly NestedWorkPool[];
}

/** A work pool, as far as a submission needs it. */
export interface NestedWorkPool {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly baseJobTemplate: JsonObject;
  readonly storageConfiguration: JsonObject;
}
