import { type NameRules, toRunObjectName } from "prefect-core/provider";

const prefix = "run-";

/**
 * Of a job: lower-case letters, digits and hyphens, a letter first. https://cloud.google.com/run/quotas allows 63
 * characters, of which executions add six to their job's, and their tasks six more.
 */
export const jobNameRules: NameRules = { maximumLength: 49 - prefix.length, fallback: "prefect-run" };

/** The name of an attempt's job. Pure. */
export function toJobName(name: string, flowRunId: string, attempt: number): string {
  const plain = toRunObjectName(name, flowRunId, attempt, jobNameRules);
  return /^[a-z]/.test(plain) ? plain : `${prefix}${plain}`;
}
