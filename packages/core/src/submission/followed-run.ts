import type { InfrastructureReference, Launcher } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";

/** A run that was found again, before it is known who looks after it. */
export interface AttachedRun {
  readonly client: PrefectClient;
  readonly run: FlowRunRecord;
  readonly flowRunId: string;
  readonly attempt: number;
  readonly storage: Storage;
  readonly launcher: Launcher<unknown>;
}

/** A run as its future sees it, whoever looks after it. */
export interface FollowedRun extends Omit<AttachedRun, "run"> {
  /** `null` where nothing of its infrastructure is left. */
  readonly reference: InfrastructureReference | null;
  /** Resolves once the run is in a terminal state, with its outcome. */
  ended(): Promise<Outcome>;
  cancel(): Promise<void>;
  detach(): void;
}
