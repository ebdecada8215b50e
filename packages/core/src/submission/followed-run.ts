import type { Launcher } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { CurrentAttempt } from "./supervised-run.ts";

/** A run that was found again, before it is known who looks after it. */
export interface AttachedRun {
  readonly client: PrefectClient;
  readonly run: FlowRunRecord;
  readonly flowRunId: string;
  /** The last one there is. */
  readonly attempt: number;
  readonly storage: Storage;
  readonly launcher: Launcher<unknown>;
}

/** A run as its future sees it, whoever looks after it. */
export interface FollowedRun extends Pick<AttachedRun, "client" | "flowRunId" | "storage"> {
  /** The attempt that goes on, or was the last; without a reference where nothing of its infrastructure is left. */
  current(): CurrentAttempt;
  /** The attempt after one that has ended, once it is launched; `null` where none follows, or this process cannot know. */
  following(attempt: number): Promise<CurrentAttempt | null>;
  /** Resolves once the run is in a terminal state, with its outcome. */
  ended(): Promise<Outcome>;
  cancel(): Promise<void>;
  detach(): void;
}
