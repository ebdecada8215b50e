/** Where a line came from: the flow's own output streams, or a logger. */
export type LogStream = "stdout" | "stderr" | "logger";

/** One line of a run's log. */
export interface LogRecord {
  readonly flowRunId: string;
  readonly timestamp: Date;
  /** Python's levels, as Prefect stores them: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
  readonly level: number;
  /** The logger's name: `prefect.flow_runs` for a flow's own lines. */
  readonly name: string;
  readonly message: string;
  readonly stream: LogStream;
}
