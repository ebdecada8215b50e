import { activeRun } from "../engine/active-run.ts";
import type { Binding } from "./binding.ts";

/** The binding with a further signal that cancels its runs. */
export function withSignal(binding: Binding, signal: AbortSignal | undefined): Binding {
  if (signal === undefined) return binding;
  const own = binding.run.signal;
  const combined = own === undefined ? signal : AbortSignal.any([own, signal]);
  return { ...binding, run: { ...binding.run, signal: combined } };
}

/** The binding with the signal of the run that makes the call: its abort, timeout and cancellation reach the child. */
export function inheritSignal(binding: Binding): Binding {
  return withSignal(binding, activeRun()?.context.signal);
}
