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
  | { readonly prefect: "heartbeat"; readonly timestamp: string }
  /** The runner tells states and log to the API itself from here on, so that nobody else need to. */
  | { readonly prefect: "reporting"; readonly timestamp: string }
  /**
   * One part of what the attempt left, its outcome included, encrypted and in Base64: for a submitter that shares no
   * storage with the runner, and only where it gave the runner a key. Parts count from 0.
   */
  | { readonly prefect: "parcel"; readonly part: number; readonly parts: number; readonly content: string };
