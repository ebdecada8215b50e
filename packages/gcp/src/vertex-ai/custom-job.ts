/** A custom job as Vertex AI tells of it. Times are in RFC 3339. */
export interface CustomJob {
  /** `projects/P/locations/R/customJobs/NUMBER`: the server's. */
  readonly name: string;
  readonly displayName: string;
  /** `JOB_STATE_RUNNING`, ... */
  readonly state: string;
  readonly createTime: string | null;
  /** When it first ran; `null` while it has not. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** Of a job that failed or was cancelled. */
  readonly error: { readonly code: number; readonly message: string } | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** The number that logs are kept under. */
export function jobIdOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
