import type { Json, JsonObject } from "./json.ts";
import type { NestedSubmission } from "./nested-submission.ts";
import type { PauseTerms, StateType, TerminalStateType } from "./state.ts";

/** `start.json` in the directory that the engine is given, beside `engine.mjs`, `code.mjs` and `input`. */
export interface EngineStart {
  readonly protocolVersion: 1;
  readonly flowRunId: string;
  readonly flowRunName: string;
  /** A flow that is named after its variable has that name only where it was defined. */
  readonly flowName: string;
  readonly exportName: string;
  readonly runCount: number;
  readonly tags: readonly string[];
  /** The names of the parameters in `input`, in the order that the function takes them. */
  readonly parameterNames: readonly string[];
  /** Put over the options in the flow's source. */
  readonly options: JsonObject;
  readonly timeoutSeconds?: number;
  /** How flows that the code binds elsewhere are submitted from here; `null` where it binds none. */
  readonly nested: NestedSubmission | null;
  /** How often the engine says that it lives. */
  readonly heartbeatSeconds: number;
}

/**
 * Contract v1 between the runner and the engine that it starts as a child process: lines of JSON on file descriptor 3,
 * both ways; the bytes of the result on descriptor 4; standard output and error are the flow's own.
 */
export type EngineMessage =
  /** First of all; the runner refuses another protocol version. */
  | { readonly type: "hello"; readonly protocolVersion: number; readonly nodeVersion: string }
  /** Answered by a `state-answer` with the same id. Never a terminal state: those come as `finished`. */
  | { readonly type: "propose-state"; readonly id: number; readonly state: WireState }
  | { readonly type: "run-name"; readonly name: string }
  | {
      readonly type: "log";
      readonly timestamp: string;
      readonly level: number;
      readonly name: string;
      readonly message: string;
    }
  | { readonly type: "heartbeat"; readonly residentBytes: number }
  /** The last message. Where `value` is set, that many bytes follow, or came, on descriptor 4. */
  | {
      readonly type: "finished";
      readonly state: { readonly type: TerminalStateType; readonly name: string; readonly message: string | null };
      readonly value: {
        readonly kind: "result" | "error";
        /** Its name, such as `json`, `compressed/json` or `my-package.msgpack`. */
        readonly serializer: string;
        readonly bytes: number;
      } | null;
      readonly peakMemoryBytes: number;
      /** Of a process that ended itself before its flow had: by `process.exit`, or by an error that nobody caught. */
      readonly exitCode?: number;
    };

export type RunnerMessage =
  | ({ readonly type: "state-answer"; readonly id: number } & WireAnswer)
  /** Somebody paused the run, or resumed it: until then it calls no other flow. */
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** The flow's signal aborts at once; the process is ended by force after the deadline. */
  | { readonly type: "cancel"; readonly reason: string; readonly deadlineSeconds: number };

export interface WireState {
  readonly type: StateType;
  readonly name: string;
  readonly message: string | null;
  readonly data?: Json;
  readonly pause?: PauseTerms;
}

export type WireAnswer =
  | { readonly status: "ACCEPT" }
  | { readonly status: "REJECT"; readonly state: WireState; readonly reason: string }
  | { readonly status: "ABORT"; readonly reason: string }
  | { readonly status: "WAIT"; readonly delaySeconds: number; readonly reason: string };
