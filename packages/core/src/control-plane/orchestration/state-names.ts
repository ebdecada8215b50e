import type { StateType, TerminalStateType } from "../../contracts/state.ts";

const terminal: ReadonlySet<StateType> = new Set<StateType>(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

export function isTerminalStateType(type: StateType): type is TerminalStateType {
  return terminal.has(type);
}

/** The name of a state that was given none: `Completed` for `COMPLETED`. */
export function defaultStateName(type: StateType): string {
  return type.charAt(0) + type.slice(1).toLowerCase();
}
