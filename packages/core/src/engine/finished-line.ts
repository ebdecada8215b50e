import type { State } from "../contracts/state.ts";
import { logLevels } from "./run-logger.ts";

/** What a run's log says last, and how loud: only an end that nobody wanted is an error. Pure. */
export function finishedLine({ type, name, message }: Pick<State, "type" | "name" | "message">): {
  readonly level: number;
  readonly message: string;
} {
  const details = message === null ? "" : `'${message}'`;
  const level = type === "COMPLETED" || type === "CANCELLED" ? logLevels.info : logLevels.error;
  return { level, message: `Finished in state ${name}(${details})` };
}
