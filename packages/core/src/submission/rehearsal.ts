import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import type { Binding } from "./binding.ts";

/** Runs bound flows in place of their infrastructure, for the tests of programs that bind flows. */
export interface Rehearsal {
  /** The binding to run instead, or the future of a run that took place of its own. */
  submit(binding: Binding, args: readonly unknown[]): Promise<FlowRunFuture<unknown> | Binding>;
}

let current: Rehearsal | null = null;

/** Makes every call of a bound flow go through a rehearsal, or, with `null`, to its infrastructure again. */
export function installRehearsal(rehearsal: Rehearsal | null): void {
  current = rehearsal;
}

export function currentRehearsal(): Rehearsal | null {
  return current;
}
