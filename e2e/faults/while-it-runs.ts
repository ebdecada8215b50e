import type { FaultHome } from "./fault-home.ts";
import type { Submission, SubmissionReport } from "./submission.ts";

const waiting: Omit<Submission, "on"> = { victim: "waits", args: [600] };

export interface WhileItRunsOptions {
  /** Default: a flow that waits for longer than any scenario. */
  readonly submission?: Omit<Submission, "on">;
  /** Of the submitter. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Lets something happen to a run once its flow runs, and gives what its caller was told. */
export async function whileItRuns(
  home: FaultHome,
  happens: (flowRunId: string) => Promise<unknown>,
  { submission = waiting, env = {} }: WhileItRunsOptions = {},
): Promise<SubmissionReport> {
  const submitter = home.submit(submission, env);
  await happens(await home.ready(submitter));
  return home.reported(submitter);
}
