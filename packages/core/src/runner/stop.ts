import type { TerminationSignal } from "./termination.ts";

/** Why the runner made the flow's process end. */
export type Stop =
  | { readonly by: "signal"; readonly signal: TerminationSignal }
  | { readonly by: "timeout"; readonly timeoutSeconds: number };
