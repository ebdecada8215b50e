import type { LogStream } from "./log-record.ts";
import type { StateType } from "./state.ts";

/**
 * What a runner prints: one JSON object a line on standard output, so that any platform whose logs can be followed
 * carries structured logs and progress to the submitter. A line that is not one of these is a plain line of output.
 */
export type RunnerEvent =
  | {
      readonly prefect: "log";
      readonly timestamp: string;
      readonly level: number;
      readonly name: string;
      readonly stream: LogStream;
      readonly message: string;
    }
  | {
      readonly prefect: "state";
      readonly timestamp: string;
      readonly type: StateType;
      readonly name: string;
      readonly message: string | null;
    }
  | { readonly prefect: "run-name"; readonly name: string }
  | { readonly prefect: "heartbeat"; readonly timestamp: string };
