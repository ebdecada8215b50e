import { activeRun } from "../engine/active-run.ts";
import type { Binding } from "./binding.ts";

/** The binding, with the signal of the run that makes the call: its abort, timeout and cancellation reach the child. */
export function inheritSignal(binding: Binding): Binding {
  const parent = activeRun()?.context.signal;
  if (parent === undefined) return binding;
  const own = binding.run.signal;
  const signal = own === undefined ? parent : AbortSignal.any([own, parent]);
  return { ...binding, run: { ...binding.run, signal } };
}
