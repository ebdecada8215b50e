import type { victims } from "./flows/victims.ts";

export type Platform = "process" | "docker";

/** What `flows/submit.ts` is asked to do. */
export interface Submission {
  readonly on: Platform;
  readonly victim: keyof typeof victims;
  readonly args?: readonly unknown[];
  /** Of the decorator. */
  readonly options?: object;
  readonly timeoutSeconds?: number;
  /** The id of a run to wait for, in place of a new one. */
  readonly attach?: string;
  /** Where in the launch something befalls the submitter. */
  readonly point?:
    | "killed-before-launch"
    | "killed-after-launch"
    | "killed-before-collect"
    | "killed-before-cleanup"
    | "duplicated"
    | "lost-answer";
}

/** What it found out, as its last line says. */
export interface SubmissionReport {
  /** Where it got as far as to have a run. */
  readonly flowRunId?: string;
  readonly value?: unknown;
  /** The name of the class. */
  readonly error?: string;
  readonly exitCause?: string | null;
  readonly message?: string;
}
