import type { victims } from "./flows/victims.ts";

/** What flows are bound to. */
export interface SubmittedInfrastructure {
  /** The folder of `packages` whose plugin has it; `null` for this machine's processes. */
  readonly package: string | null;
  /** Of its work pools. */
  readonly type: string;
  /** Of the decorator. */
  readonly options: object;
}

/** What `flows/submit.ts` is asked to do. */
export interface Submission {
  readonly on: SubmittedInfrastructure;
  readonly victim: keyof typeof victims;
  readonly args?: readonly unknown[];
  /** Further ones of the decorator. */
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
