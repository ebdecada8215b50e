import { randomUUID } from "node:crypto";
import type { LogRecord } from "../contracts/log-record.ts";
import type { WireAnswer, WireState } from "../contracts/runner-protocol.ts";
import { toOrchestrationAnswer, toStateCreate } from "../control-plane/orchestration/answer.ts";
import { createLogBatch } from "../engine/host/log-batch.ts";
import { pause } from "../engine/pause.ts";
import type { PauseGate } from "../engine/pause-gate.ts";
import { toWireAnswer } from "./local-state-authority.ts";
import type { RunApi } from "./run-api.ts";

/** Pause before a state that was not taken is proposed again. */
const RETRY_SECONDS = 1;
/** How long a start waits for an API that answered a moment ago, before the run goes on without it. */
const START_PATIENCE_SECONDS = 10;
/** How often the API is asked whether the run is to be cancelled, or is paused. */
const WATCH_SECONDS = 5;
/** How often while it is paused, and may be resumed. */
const PAUSED_WATCH_SECONDS = 2;
/** What a run that is paused is told to wait before it asks again. */
const PAUSED_SECONDS = 5;
/** Prefect's default, by which automations tell runs that died. */
const HEARTBEAT_SECONDS = 180;
/** The last lines may take so long. */
const LOG_SECONDS = 10;

const LOG_SETTINGS = {
  loggingToApiEnabled: true,
  loggingToApiBatchIntervalSeconds: 2,
  loggingToApiBatchSize: 4_000_000,
  loggingToApiMaxLogSize: 1_000_000,
};

const terminalTypes: ReadonlySet<string> = new Set(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

/** Tells Prefect's API what happens in a run, and obeys what it answers. */
export interface ApiReporter extends Disposable {
  /** The API's answer; `null` where it gives none, and the run goes on without it. */
  propose(state: WireState): Promise<WireAnswer | null>;
  log(record: Omit<LogRecord, "flowRunId">): Promise<void>;
  runName(name: string): void;
  /** How the run ended, unless the API knows already. Whether it does now. */
  end(state: WireState, patienceSeconds: number): Promise<boolean>;
  /** Resolves once the log is told, or has had its time. */
  flush(): Promise<void>;
}

/** What the API asks of a run. */
export interface ReporterEvents {
  /** The run is to be cancelled. */
  onCancelled(): void;
}

export interface ReporterOptions extends ReporterEvents {
  /** Whether the API has answered already; until it does, the run goes on without it. Default: true. */
  readonly isReached?: boolean;
  readonly pauses: PauseGate;
}

/** Begins to report. */
export function createApiReporter(
  api: RunApi,
  flowRunId: string,
  { onCancelled, pauses, isReached: wasReached = true }: ReporterOptions,
): ApiReporter {
  const over = new AbortController();
  let isReached = wasReached;
  let missed: WireState | null = null;
  const logs = createLogBatch(api, flowRunId, LOG_SETTINGS);
  const toCreate = (state: WireState): Parameters<RunApi["proposeState"]>[0] =>
    toStateCreate(state, { flowRunId, transitionId: randomUUID() });

  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      await pause(pauses.isPaused ? PAUSED_WATCH_SECONDS : WATCH_SECONDS, over.signal);
      const lookedAt = performance.now();
      const run = over.signal.aborted ? null : await api.readRun().catch(() => null);
      if (run?.state_type === "CANCELLING" || run?.state_type === "CANCELLED") return onCancelled();
      if (run === null) continue;
      pauses.see(run.state_type === "PAUSED", lookedAt);
      await reach();
    }
  }

  /** What the run entered before the API first answered is told now. */
  async function reach(): Promise<void> {
    if (isReached) return;
    isReached = true;
    const state = missed;
    if (state !== null) await insist(() => api.proposeState(toCreate(state)), 0);
  }

  async function beat(): Promise<void> {
    while (!over.signal.aborted) {
      // An older server, or the embedded control plane, takes no events.
      const isTaken = await api.emitEvent(toHeartbeat(flowRunId)).then(
        () => true,
        () => false,
      );
      if (!isTaken) return;
      await pause(HEARTBEAT_SECONDS, over.signal);
    }
  }

  /** Each proposal has one transition id, so that one whose answer was lost is recognised. */
  async function insist<T>(ask: () => Promise<T>, patienceSeconds: number): Promise<T | null> {
    const deadline = performance.now() + patienceSeconds * 1000;
    for (;;) {
      try {
        return await ask();
      } catch {
        if (performance.now() >= deadline) return null;
        await pause(RETRY_SECONDS);
      }
    }
  }

  async function keepRetryHere(): Promise<void> {
    const run = await api.readRun();
    await api.update({ empirical_policy: { ...run?.empirical_policy, retry_type: "in_process" } });
  }

  void watch();
  void beat();

  return {
    async propose(state) {
      if (!isReached) {
        if (state.type !== "PAUSED") missed = state;
        return null;
      }
      if (state.type === "SCHEDULED") {
        // A worker of the pool starts scheduled runs, unless they say that their own process does.
        await insist(keepRetryHere, START_PATIENCE_SECONDS);
      }
      const create = toCreate(state);
      const result = await insist(() => api.proposeState(create), START_PATIENCE_SECONDS);
      if (result === null) return null;
      const answer = toWireAnswer(toOrchestrationAnswer(result));
      if (state.type === "PAUSED" && answer.status === "ACCEPT") pauses.pause();
      if (answer.status !== "REJECT" || state.type === "PAUSED") return answer;
      // The answer to the first of two equal proposals was lost.
      if (answer.state.type === state.type && answer.state.name === state.name) return { status: "ACCEPT" };
      if (answer.state.type !== "PAUSED") return answer;
      return { status: "WAIT", delaySeconds: PAUSED_SECONDS, reason: answer.reason };
    },
    async log(record) {
      logs.add(record);
      await logs.room();
    },
    runName: (name) => void insist(() => api.update({ name }), START_PATIENCE_SECONDS),
    async end(state, patienceSeconds) {
      const create = toCreate(state);
      const told = await insist(async () => {
        const run = await api.readRun();
        if (run !== null && !terminalTypes.has(run.state_type ?? "")) await api.proposeState(create);
        return true;
      }, patienceSeconds);
      return told ?? false;
    },
    async flush() {
      await Promise.race([logs.close(), pause(LOG_SECONDS, over.signal)]);
    },
    [Symbol.dispose]: () => over.abort(),
  };
}

function toHeartbeat(flowRunId: string): Parameters<RunApi["emitEvent"]>[0] {
  return {
    id: randomUUID(),
    occurred: new Date().toISOString(),
    event: "prefect.flow-run.heartbeat",
    resource: { "prefect.resource.id": `prefect.flow-run.${flowRunId}` },
    related: [],
    payload: {},
  };
}
