import type { Duplex } from "node:stream";
import type { EngineMessage, RunnerMessage } from "../contracts/runner-protocol.ts";
import { RunnerProtocolError } from "../errors/runner-protocol-error.ts";
import {
  encodeRunnerMessage,
  maximumMessageCharacters,
  parseEngineMessage,
  protocolVersion,
} from "./engine-message.ts";
import { readLines } from "./read-lines.ts";
import type { RunJournal } from "./run-journal.ts";
import type { StateAuthority } from "./state-authority.ts";

export type FinishedMessage = Extract<EngineMessage, { type: "finished" }>;

/** What the flow's process has said so far. */
export interface EngineSession {
  readonly greeted: boolean;
  readonly finished: FinishedMessage | null;
  readonly peakMemoryBytes: number;
  readonly runningSince: number | null;
  cancel(reason: string, deadlineSeconds: number): void;
  /** Tells that the run was paused, or resumed. */
  pause(isPaused: boolean): void;
  /**
   * Listens until the process closes its end. Throws `RunnerProtocolError` at the first thing that it should not have
   * said.
   */
  listen(): Promise<void>;
}

export interface EngineSessionOptions {
  readonly channel: Duplex;
  readonly authority: StateAuthority;
  readonly journal: RunJournal;
  /** Called when the function starts, and starts again. */
  readonly onRunning: () => void;
  /** Called when the function is between two starts. */
  readonly onIdle: () => void;
  readonly onFinished: (message: FinishedMessage) => void;
}

export function createEngineSession(options: EngineSessionOptions): EngineSession {
  const { channel, authority, journal } = options;
  let greeted = false;
  let finished: FinishedMessage | null = null;
  let peakMemoryBytes = 0;
  let runningSince: number | null = null;

  const send = (message: RunnerMessage): void => {
    if (channel.writable) channel.write(encodeRunnerMessage(message));
  };

  const answerProposal = async ({ id, state }: Extract<EngineMessage, { type: "propose-state" }>): Promise<void> => {
    const answer = await authority.propose(state);
    if (answer.status === "ACCEPT") {
      await journal.state(state);
      if (state.type === "RUNNING") {
        runningSince ??= performance.now();
        options.onRunning();
      } else {
        options.onIdle();
      }
    }
    send({ type: "state-answer", id, ...answer });
  };

  const hear = async (message: EngineMessage): Promise<void> => {
    if (!greeted && message.type !== "hello") {
      throw new RunnerProtocolError({ problem: `it said ${message.type} before hello` });
    }
    switch (message.type) {
      case "hello":
        if (message.protocolVersion !== protocolVersion) {
          const theirs = String(message.protocolVersion);
          throw new RunnerProtocolError({
            problem: `it speaks version ${theirs}, the runner ${String(protocolVersion)}`,
          });
        }
        greeted = true;
        return;
      case "propose-state":
        return answerProposal(message);
      case "run-name":
        return journal.runName(message.name);
      case "log":
        return journal.log({ ...message, timestamp: new Date(message.timestamp), stream: "logger" });
      case "heartbeat":
        peakMemoryBytes = Math.max(peakMemoryBytes, message.residentBytes);
        return journal.heartbeat();
      case "finished":
        if (finished !== null) throw new RunnerProtocolError({ problem: "it finished twice" });
        finished = message;
        peakMemoryBytes = Math.max(peakMemoryBytes, message.peakMemoryBytes);
        options.onFinished(message);
    }
  };

  return {
    get greeted() {
      return greeted;
    },
    get finished() {
      return finished;
    },
    get peakMemoryBytes() {
      return peakMemoryBytes;
    },
    get runningSince() {
      return runningSince;
    },
    cancel: (reason, deadlineSeconds) => send({ type: "cancel", reason, deadlineSeconds }),
    pause: (isPaused) => send({ type: isPaused ? "pause" : "resume" }),
    async listen() {
      for await (const line of readLines(channel, maximumMessageCharacters)) await hear(parseEngineMessage(line));
    },
  };
}
