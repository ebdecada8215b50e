import type { PauseGate } from "../engine/pause-gate.ts";
import { createDeadline } from "./deadline.ts";
import type { EngineProcess } from "./engine-process.ts";
import { createEngineSession, type EngineSession } from "./engine-session.ts";
import type { Interruption } from "./interruption.ts";
import type { ResultSpool } from "./result-spool.ts";
import type { RunJournal } from "./run-journal.ts";
import type { StateAuthority } from "./state-authority.ts";
import type { Stop } from "./stop.ts";
import { toError } from "../errors/thrown.ts";

/** How long a flow may go on after its own limit, which the engine enforces as long as its event loop turns. */
const timeoutGraceSeconds = 5;

/** How long a process that has said all may take to exit. */
const exitGraceSeconds = 5;

/** The talk with the flow's process, with limits on how long it may take. */
export interface SupervisedSession extends Disposable {
  readonly session: EngineSession;
  /** Resolves once the process has closed its end. */
  readonly listening: Promise<void>;
  /** Why the runner made the process end, or `null`. */
  readonly stop: Stop | null;
  /** What the process said that it should not have, or what else broke the talk. */
  readonly failure: Error | null;
}

export interface SessionLimits {
  readonly timeoutSeconds: number | undefined;
  readonly graceSeconds: number;
  readonly interruption: Interruption;
  readonly pauses: PauseGate;
}

export function superviseSession(
  engine: EngineProcess,
  spool: ResultSpool,
  { authority, journal }: { readonly authority: StateAuthority; readonly journal: RunJournal },
  { timeoutSeconds, graceSeconds, interruption, pauses }: SessionLimits,
): SupervisedSession {
  let stop: Stop | null = null;
  let failure: Error | null = null;

  const exit = createDeadline(engine.kill);
  const timeout = createDeadline(() => {
    if (timeoutSeconds !== undefined) stop ??= { by: "timeout", timeoutSeconds };
    engine.kill();
  });
  const startTimeout = (): void => {
    if (timeoutSeconds !== undefined) timeout.arm(timeoutSeconds + timeoutGraceSeconds);
  };
  startTimeout();

  const session = createEngineSession({
    channel: engine.channel,
    authority,
    journal,
    onRunning: startTimeout,
    onIdle: timeout.disarm,
    onFinished: ({ value }) => {
      timeout.disarm();
      spool.announce(value === null ? null : value.bytes);
      void (value === null ? Promise.resolve() : spool.arrived).then(() => exit.arm(exitGraceSeconds));
    },
  });

  pauses.onChange((isPaused) => {
    session.pause(isPaused);
    if (isPaused) timeout.disarm();
    else startTimeout();
  });
  if (pauses.isPaused) session.pause(true);

  const interrupt = (): void => {
    if (interruption.received === null) return;
    stop ??= { by: "signal", signal: interruption.received };
    session.cancel(`the runner received ${interruption.received}`, graceSeconds);
    exit.arm(graceSeconds);
  };
  if (interruption.signal.aborted) interrupt();
  else interruption.signal.addEventListener("abort", interrupt, { once: true });
  interruption.onSecond(engine.kill);

  const listening = session.listen().catch((error: unknown) => {
    if (engine.pipesClosed) return;
    failure = toError(error);
    engine.kill();
  });

  return {
    session,
    listening,
    get stop() {
      return stop;
    },
    get failure() {
      return failure;
    },
    [Symbol.dispose]() {
      exit.disarm();
      timeout.disarm();
      interruption.signal.removeEventListener("abort", interrupt);
    },
  };
}
