import { setTimeout as delay } from "node:timers/promises";
import type { OutcomeValue } from "../contracts/outcome.ts";
import { classifyEnd, type Verdict } from "./classify-end.ts";
import type { EngineProcess } from "./engine-process.ts";
import { forwardOutput } from "./forward-output.ts";
import type { Interruption } from "./interruption.ts";
import { readOutOfMemoryKills } from "./kernel-out-of-memory.ts";
import type { PauseGate } from "../engine/pause-gate.ts";
import { createLineTail } from "../engine/line-tail.ts";
import { createResultSpool } from "./result-spool.ts";
import type { RunJournal } from "./run-journal.ts";
import type { StateAuthority } from "./state-authority.ts";
import type { RetryPolicy } from "./storage-retry.ts";
import { sendResult, toOutcomeValue, type ResultTarget } from "./store-result.ts";
import { superviseSession } from "./supervise-session.ts";
import type { Workspace } from "./workspace.ts";
import { toError } from "../errors/thrown.ts";

/** How long pipes may stay open after the process has exited. */
const lingerSeconds = 5;

/** V8 prints some tens of lines after the one that says why it aborts. */
const errorTailLines = 60;

/** As many as an error shows. */
const logTailLines = 20;

export interface EngineRun {
  /** Waits to begin. */
  readonly engine: EngineProcess;
  readonly workspace: Workspace;
  readonly authority: StateAuthority;
  readonly journal: RunJournal;
  readonly interruption: Interruption;
  readonly pauses: PauseGate;
  readonly graceSeconds: number;
  readonly timeoutSeconds: number | undefined;
  readonly resultTarget: ResultTarget;
  readonly retry: RetryPolicy;
}

/** What became of the flow's process, and what it left. */
export interface EngineReport {
  readonly verdict: Verdict;
  /** Stored already; `null` where there is none that can be used. */
  readonly value: OutcomeValue | null;
  readonly peakMemoryBytes: number | null;
  readonly startSeconds: number;
  readonly runSeconds: number;
  readonly storeSeconds: number;
}

/** Runs the flow's process to its end, whatever that is. */
export async function runEngine(run: EngineRun): Promise<EngineReport> {
  const { engine } = run;
  const startedAt = performance.now();
  const killsBefore = await readOutOfMemoryKills();
  await using spool = await createResultSpool(engine.result, run.workspace.path("result"));
  const errorTail = createLineTail(errorTailLines);
  const logTail = createLineTail(logTailLines);
  const outputs = [
    forwardOutput(engine.stdout, "stdout", run.journal, (line) => logTail.push(line)),
    forwardOutput(engine.stderr, "stderr", run.journal, (line) =>
      [errorTail, logTail].forEach((tail) => tail.push(line)),
    ),
  ];
  using supervised = superviseSession(engine, spool, run, run);
  const sending = sendResult(spool, run.resultTarget, run.retry).then(() => null, toError);
  // What a process has printed by its end, and nobody reads yet, Node.js throws away.
  engine.begin();

  const exit = await engine.exited;
  // What the flow started and left behind would hold the pipes open, and the container's memory.
  engine.kill();
  const pipes = Promise.all([...outputs, supervised.listening, spool.ended]);
  await Promise.race([pipes, delay(lingerSeconds * 1000, undefined, { ref: false })]);
  engine.closePipes();
  await pipes;
  const { session } = supervised;
  if (session.finished === null) spool.announce(null);
  const endedAt = performance.now();
  const sendFailure = await sending;

  const value = session.finished?.value ?? null;
  const failure = supervised.failure ?? (value === null ? null : (spool.failure() ?? sendFailure));
  const runningSince = session.runningSince ?? endedAt;
  return {
    verdict: classifyEnd({
      ...exit,
      finished: session.finished,
      errorTail: errorTail.lines().join("\n"),
      logTail: logTail.lines(),
      kernelOutOfMemory: (await readOutOfMemoryKills()) > killsBefore,
      stop: supervised.stop,
      failure,
      greeted: session.greeted,
    }),
    value: value === null || failure !== null ? null : toOutcomeValue(value, spool, run.resultTarget),
    peakMemoryBytes: session.peakMemoryBytes === 0 ? null : session.peakMemoryBytes,
    startSeconds: (runningSince - startedAt) / 1000,
    runSeconds: (endedAt - runningSince) / 1000,
    storeSeconds: (performance.now() - endedAt) / 1000,
  };
}
