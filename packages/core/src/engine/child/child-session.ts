import type { FlowDefinition } from "../../contracts/flow.ts";
import type { WireState } from "../../contracts/runner-protocol.ts";
import type { OrchestrationAnswer, State, StateProposal, TerminalStateType } from "../../contracts/state.ts";
import type { FlowRunSession, LogEntry } from "../flow-runtime.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { AttemptOutcome } from "../run-states.ts";
import type { Interruption } from "./interruption.ts";
import { mapStacks } from "./map-stacks.ts";
import type { RunnerChannel } from "./runner-channel.ts";

/** No line of a log is longer, as in Prefect. */
const maximumLogCharacters = 1_000_000;

/** How a run ended, once nothing can change it any more. */
export interface Conclusion {
  readonly state: { readonly type: TerminalStateType; readonly name: string; readonly message: string | null };
  readonly outcome: AttemptOutcome | null;
}

export interface ChildSessionOptions {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly firstRunCount: number;
  readonly timeoutSeconds?: number;
  readonly definition: FlowDefinition;
  readonly channel: RunnerChannel;
  readonly interruption: Interruption;
  readonly pauses: PauseGate;
  readonly directory: string;
}

/** What differs between the run that this process was started for and the runs that its flow calls here. */
export interface ChildSessionRole {
  readonly isEndLoggedByRunner?: boolean;
  /** Proposes a state that is not terminal. */
  propose(state: WireState): Promise<OrchestrationAnswer>;
  keepResult(value: unknown): void;
  conclude(conclusion: Conclusion): void;
  rename(name: string): void;
}

/**
 * A run of this process. Retries are decided here and not by the control plane, since a terminal state goes to the
 * runner only when nothing follows it.
 */
export function createChildSession(options: ChildSessionOptions, role: ChildSessionRole): FlowRunSession {
  const { id, tags, firstRunCount, timeoutSeconds, definition, channel, interruption, pauses, directory } = options;
  let { name } = options;
  let retriesLeft = definition.options.retries ?? 0;

  const conclude = (proposal: StateProposal, outcome: AttemptOutcome | undefined): OrchestrationAnswer => {
    const state = toState(proposal);
    const { type, message } = state;
    role.conclude({
      state: { type: type as TerminalStateType, name: state.name, message },
      outcome: outcome ?? null,
    });
    return { status: "ACCEPT", state };
  };

  const proposeRetry = async (
    failed: StateProposal,
    outcome: AttemptOutcome | undefined,
  ): Promise<OrchestrationAnswer> => {
    retriesLeft -= 1;
    const state = { type: "SCHEDULED", name: "AwaitingRetry", message: failed.message ?? null } as const;
    const answer = await role.propose(state);
    if (answer.status === "ACCEPT") return { status: "REJECT", state: answer.state, reason: "the run is retried" };
    if (answer.status === "REJECT" && answer.state.type === "CANCELLING") return answer;
    return conclude(failed, outcome);
  };

  return {
    id,
    get name() {
      return name;
    },
    tags,
    firstRunCount,
    isEndLoggedByRunner: role.isEndLoggedByRunner === true,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    interruption: interruption.signal,
    settleSeconds: () => interruption.settleSeconds(),
    async keepResult(value) {
      role.keepResult(value);
      return undefined;
    },
    readyError: (error) => mapStacks(error, directory),
    async propose(proposal, outcome) {
      if (proposal.type === "FAILED" && retriesLeft > 0) return proposeRetry(proposal, outcome);
      if (isTerminal(proposal.type)) return conclude(proposal, outcome);
      const answer = await role.propose(toWireState(proposal));
      if (proposal.type === "PAUSED" && answer.status === "ACCEPT") pauses.pause();
      return answer;
    },
    resumed: pauses.resumed,
    async rename(newName) {
      name = newName;
      role.rename(newName);
    },
    log: (entry) => channel.send({ type: "log", ...toWireLog(entry) }),
    close: () => Promise.resolve(),
  };
}

/** A state as this process knows it: identity and time are the control plane's. */
export function toState({ type, name, message, data }: StateProposal | WireState): State {
  const defaultName = type.charAt(0) + type.slice(1).toLowerCase();
  return {
    id: "",
    type,
    name: name ?? defaultName,
    timestamp: new Date(),
    message: message ?? null,
    data: data ?? null,
  };
}

function toWireState(proposal: StateProposal): WireState {
  const { type, name, message, data } = toState(proposal);
  const { pause } = proposal;
  return { type, name, message, ...(data === null ? {} : { data }), ...(pause === undefined ? {} : { pause }) };
}

function toWireLog({ timestamp, level, name, message }: LogEntry): {
  readonly timestamp: string;
  readonly level: number;
  readonly name: string;
  readonly message: string;
} {
  return { timestamp: timestamp.toISOString(), level, name, message: message.slice(0, maximumLogCharacters) };
}

function isTerminal(type: State["type"]): type is TerminalStateType {
  return type === "COMPLETED" || type === "FAILED" || type === "CRASHED" || type === "CANCELLED";
}
