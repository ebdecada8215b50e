// What Cloud Run answers, as far as it is looked at, with the names of enumerations.

/** Seconds may be a number, a text or a Long of the SDK. */
export interface TimestampView {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

export interface ConditionView {
  /** `Ready`, `Completed`, `Started`, `ResourcesAvailable`, `ContainerReady`, `Retry`. */
  readonly type?: string | null;
  /** `CONDITION_PENDING`, `CONDITION_RECONCILING`, `CONDITION_FAILED`, `CONDITION_SUCCEEDED`. */
  readonly state?: unknown;
  readonly message?: string | null;
  /** `CONTAINER_MISSING`, ... */
  readonly reason?: unknown;
  /** `NON_ZERO_EXIT_CODE`, `CANCELLED`, ... */
  readonly executionReason?: unknown;
}

export interface JobView {
  readonly name?: string | null;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly etag?: string | null;
  readonly terminalCondition?: ConditionView | null;
  readonly latestCreatedExecution?: {
    readonly name?: string | null;
    readonly completionTime?: TimestampView | null;
  } | null;
}

export interface ExecutionView {
  readonly name?: string | null;
  readonly createTime?: TimestampView | null;
  readonly startTime?: TimestampView | null;
  readonly completionTime?: TimestampView | null;
  readonly conditions?: readonly ConditionView[] | null;
  readonly runningCount?: number | null;
  readonly succeededCount?: number | null;
  readonly cancelledCount?: number | null;
}

export interface TaskView {
  readonly lastAttemptResult?: {
    readonly status?: { readonly code?: number | null; readonly message?: string | null } | null;
    readonly exitCode?: number | null;
    readonly termSignal?: number | null;
  } | null;
}

/** The last part of a resource's name. */
export function lastName(name: string | null | undefined): string {
  return (name ?? "").slice((name ?? "").lastIndexOf("/") + 1);
}

export function toDate(time: TimestampView | null | undefined): Date | null {
  const seconds = Number(String(time?.seconds ?? ""));
  if (time === null || time === undefined || !(seconds > 0)) return null;
  return new Date(seconds * 1000 + Math.floor((time.nanos ?? 0) / 1e6));
}
