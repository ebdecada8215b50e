import type { EngineStart, WireAnswer, WireState } from "../../contracts/runner-protocol.ts";
import type { OrchestrationAnswer } from "../../contracts/state.ts";
import { encodeValue, type EncodedValue } from "../../serialization/encode-value.ts";
import { nextChildNumber } from "../active-run.ts";
import type { FlowRuntime } from "../flow-runtime.ts";
import type { PauseGate } from "../pause-gate.ts";
import { createChildSession, toState, type Conclusion } from "./child-session.ts";
import type { Interruption } from "./interruption.ts";
import type { RunnerChannel } from "./runner-channel.ts";

export interface ChildRuntimeOptions {
  readonly start: EngineStart;
  readonly directory: string;
  readonly channel: RunnerChannel;
  readonly interruption: Interruption;
  readonly pauses: PauseGate;
}

/** The runtime of a process that was started for one run. */
export interface ChildRuntime extends FlowRuntime {
  /** How that run ended, and what its function returned; `null` until then. */
  conclusion(): { readonly conclusion: Conclusion; readonly result: EncodedValue | null } | null;
}

/** The first flow that is called is the run itself; what it calls runs in this process too, and is not recorded. */
export function createChildRuntime({
  start,
  directory,
  channel,
  interruption,
  pauses,
}: ChildRuntimeOptions): ChildRuntime {
  let begun = false;
  let conclusion: Conclusion | null = null;
  let result: EncodedValue | null = null;
  const shared = { directory, channel, interruption, pauses };
  const proposeToRunner = async (state: WireState): Promise<OrchestrationAnswer> =>
    toAnswer(state, await channel.propose(state));
  return {
    conclusion: () => conclusion && { conclusion, result },
    async beginRun({ definition, tags, parent }) {
      if (begun) {
        const number = parent === null ? 0 : nextChildNumber(parent, definition.name);
        // Importing node:crypto would cost every run some milliseconds; the global loads it when it is used.
        const identity = { id: crypto.randomUUID(), name: `${definition.name}-${number}`, tags, firstRunCount: 1 };
        return createChildSession(
          { ...shared, ...identity, definition },
          {
            // One that is not recorded pauses the run that it is part of.
            propose: async (state) =>
              state.type === "PAUSED" ? proposeToRunner(state) : { status: "ACCEPT", state: toState(state) },
            keepResult: () => undefined,
            conclude: () => undefined,
            rename: () => undefined,
          },
        );
      }
      begun = true;
      const { flowRunId: id, flowRunName: name, runCount: firstRunCount, timeoutSeconds } = start;
      const allTags = [...new Set([...start.tags, ...tags])];
      const limit = timeoutSeconds === undefined ? {} : { timeoutSeconds };
      return createChildSession(
        { ...shared, id, name, tags: allTags, firstRunCount, definition, ...limit },
        {
          isEndLoggedByRunner: true,
          propose: proposeToRunner,
          keepResult(value) {
            const { resultSerializer: serializer } = definition.options;
            result = encodeValue(value, { rootName: "result", ...(serializer === undefined ? {} : { serializer }) });
          },
          conclude(reached) {
            conclusion = reached;
          },
          rename: (newName) => channel.send({ type: "run-name", name: newName }),
        },
      );
    },
  };
}

function toAnswer(proposed: WireState, answer: WireAnswer): OrchestrationAnswer {
  switch (answer.status) {
    case "ACCEPT":
      return { status: "ACCEPT", state: toState(proposed) };
    case "REJECT":
      return { ...answer, state: toState(answer.state) };
    default:
      return answer;
  }
}
