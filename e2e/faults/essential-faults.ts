import type { Scenario } from "./scenario.ts";

/** What an emulated platform plays at every scale: one of each kind, and none that waits for minutes. */
export const essentialFaults: ReadonlySet<string> = new Set([
  "the runner is ended by SIGKILL",
  "everything of it is ended by SIGKILL",
  "it is removed by hand",
  "its memory runs out",
  "its image is missing",
  "its command is missing",
  "the submitter is ended by SIGKILL before the launch",
  "the submitter is ended by SIGKILL between create and record",
  "the submitter is ended by SIGKILL while the flow runs",
  "a duplicate of its infrastructure runs the same attempt",
  "the answer to the create is lost",
  "the platform answers 429 and 503 in bursts",
  "the platform's API breaks every connection while the flow runs, for a while",
  "the runner's storage fails on reads, for a while",
  "the runner's storage fails on writes, for a while",
  "the stored bundle is tampered with",
  "the flow blocks its event loop, and is cancelled",
  "the flow leaves children running",
  "the flow calls process.exit(0)",
]);

export function isEssential({ fault }: Scenario): boolean {
  return essentialFaults.has(fault);
}
