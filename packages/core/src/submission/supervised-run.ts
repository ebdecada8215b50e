import type { FlowDefinition } from "../contracts/flow.ts";
import type { InfrastructureReference, Launcher } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { AttemptLimits } from "./attempt-limits.ts";

/** An attempt of a run whose infrastructure has been created. */
export interface RunningAttempt {
  readonly client: PrefectClient;
  readonly run: FlowRunRecord;
  /** The flow, where this process has it; its hooks are called here when its runner died. */
  readonly flow: FlowDefinition | null;
  readonly attempt: number;
  readonly storage: Storage;
  /** Where what the runner left is collected from once it has ended; `null` where it wrote to `storage` itself. */
  readonly deliveryDirectory: string | null;
  /** What the runner encrypts a parcel with; `null` where it shall send none, or this process does not know it. */
  readonly parcelKey: string | null;
  readonly launcher: Launcher<unknown>;
  /** `null` where nothing of the infrastructure was found. */
  readonly reference: InfrastructureReference | null;
  /** Whether what the run prints is shown here. */
  readonly isOutputShown: boolean;
  readonly limits: AttemptLimits;
  readonly launchedAt: Date;
  /** When its runner first showed itself, where that is recorded. */
  readonly runningSince: Date | null;
  /** Whether somebody else looked after the run before, so that a part of its log and states is recorded already. */
  readonly isResumed: boolean;
}

/** What an attempt runs on, by which its live output is read. */
export type CurrentAttempt = Pick<RunningAttempt, "attempt" | "launcher" | "reference">;

/** A run that this process looks after, through all its attempts. */
export interface SupervisedRun extends Pick<RunningAttempt, "client" | "run" | "storage"> {
  current(): CurrentAttempt;
  /** The attempt after one that has ended, once it is launched; `null` where none follows. */
  following(attempt: number): Promise<CurrentAttempt | null>;
  /** Resolves once the outcome stands in storage and in the control plane. Rejects only where storage stays unreadable. */
  readonly ended: Promise<Outcome>;
  cancel(): Promise<void>;
  /** Stops looking after the run, which goes on. */
  detach(): void;
}
