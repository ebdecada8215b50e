import type { StateType, TerminalStateType } from "../contracts/state.ts";

const TERMINAL: ReadonlySet<StateType> = new Set<TerminalStateType>(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

/** Whether a run in a state of this type has ended. */
export function isTerminal(type: StateType): type is TerminalStateType {
  return TERMINAL.has(type);
}
