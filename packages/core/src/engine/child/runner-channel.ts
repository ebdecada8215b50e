import { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { EngineMessage, RunnerMessage, WireAnswer, WireState } from "../../contracts/runner-protocol.ts";
import { writeBlocking } from "./blocking-write.ts";

const channelDescriptor = 3;

/** The line to the runner that started this process. */
export interface RunnerChannel {
  /** Has left this process when it returns. */
  send(message: EngineMessage): void;
  propose(state: WireState): Promise<WireAnswer>;
}

export interface RunnerChannelEvents {
  onCancel(message: Extract<RunnerMessage, { type: "cancel" }>): void;
  onPause(isPaused: boolean): void;
  /** The runner is gone: nobody will take what this process has to say. */
  onClose(): void;
}

/** Opens descriptor 3. It keeps the process alive only while an answer is awaited. */
export function openRunnerChannel({ onCancel, onPause, onClose }: RunnerChannelEvents): RunnerChannel {
  const socket = new Socket({ fd: channelDescriptor, readable: true });
  const waiting = new Map<number, (answer: WireAnswer) => void>();
  let proposals = 0;

  const receive = (message: RunnerMessage): void => {
    if (message.type === "cancel") return onCancel(message);
    if (message.type !== "state-answer") return onPause(message.type === "pause");
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
    if (waiting.size === 0) socket.unref();
  };
  socket.on("error", onClose);
  socket.on("close", onClose);
  createInterface({ input: socket }).on("line", (line) => receive(JSON.parse(line) as RunnerMessage));
  socket.unref();

  const send = (message: EngineMessage): void => {
    try {
      writeBlocking(channelDescriptor, Buffer.from(`${JSON.stringify(message)}\n`));
    } catch {
      onClose();
    }
  };
  return {
    send,
    propose(state) {
      const id = proposals;
      proposals += 1;
      socket.ref();
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        send({ type: "propose-state", id, state });
      });
    },
  };
}
