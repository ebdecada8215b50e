import { format } from "node:util";
import type { RunLogger } from "../contracts/run-context.ts";
import { MissingRunContextError } from "../errors/missing-run-context-error.ts";
import { activeRun } from "./active-run.ts";
import type { FlowRunSession } from "./flow-runtime.ts";

/** Python's logging levels, as Prefect stores them. */
export const logLevels = { debug: 10, info: 20, warn: 30, error: 40, critical: 50 } as const;

/** The logger of the run that the caller is part of. Throws `MissingRunContextError` outside every flow. */
export function getRunLogger(): RunLogger {
  const run = activeRun();
  if (run === null) throw new MissingRunContextError({ asked: "getRunLogger()" });
  return createRunLogger(run.session);
}

/** Details are formatted as `console.log` formats them, placeholders such as `%s` and `%o` included. */
export function createRunLogger(session: FlowRunSession): RunLogger {
  const at =
    (level: number) =>
    (message: string, ...details: unknown[]): void =>
      session.log({ timestamp: new Date(), level, name: "prefect.flow_runs", message: format(message, ...details) });
  return {
    debug: at(logLevels.debug),
    info: at(logLevels.info),
    warn: at(logLevels.warn),
    error: at(logLevels.error),
    critical: at(logLevels.critical),
  };
}
