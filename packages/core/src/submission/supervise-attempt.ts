import pRetry from "p-retry";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { createLineTail } from "../engine/line-tail.ts";
import { collectRun } from "./collect-run.ts";
import { concludeAttempt } from "./conclude-attempt.ts";
import { overseeInfrastructure, type OversightSignals } from "./oversee-infrastructure.ts";
import { warn } from "./run-console.ts";
import type { RunningAttempt } from "./supervised-run.ts";
import { withinSeconds } from "./within-seconds.ts";

/** As many lines as an error shows. */
const LOG_TAIL_LINES = 20;
const COLLECT_RETRIES = 3;
/** How long the end of what has no say in the outcome any more may hold up what follows. */
const END_NOW_SECONDS = 10;
/** How long the removal of what an attempt left may hold its run's end up. */
const CLEANUP_SECONDS = 30;

/** How an attempt ended. */
export interface EndedAttempt {
  readonly outcome: Outcome;
  /** How its infrastructure ended; `null` where it is about to. */
  readonly exit: InfrastructureExit | null;
  /** Resolves once nothing is left of it on its platform. Never rejects. */
  cleanUp(): Promise<void>;
}

/** Looks after an attempt until its outcome stands in storage. */
export async function superviseAttempt(running: RunningAttempt, signals: OversightSignals): Promise<EndedAttempt> {
  const { run, storage, attempt } = running;
  const tail = createLineTail(LOG_TAIL_LINES);
  const { promise: early, resolve: onOutcome } = Promise.withResolvers<Outcome>();
  const overseen = overseeInfrastructure(running, tail, signals, onOutcome);
  const ended = await Promise.race([early, overseen]);
  if ("state" in ended) return { outcome: ended, exit: null, cleanUp: () => leave(running, overseen) };
  // What was lost from sight may go on all the same; nobody would end it once the run is said to have crashed.
  if (ended.exit.cause === "lost") await endNow(running);
  await collect(running);
  const outcome = await concludeAttempt({ storage, flowRunId: run.id, attempt }, ended, tail.lines());
  return { outcome, exit: ended.exit, cleanUp: () => cleanUp(running) };
}

/** Waits until a runner that has told its outcome has ended, and ends it where it does not. */
async function leave(running: RunningAttempt, overseen: ReturnType<typeof overseeInfrastructure>): Promise<void> {
  const ended = await overseen.catch(() => null);
  if (ended?.exit.cause === "stopped") await endNow(running);
  await cleanUp(running);
}

/** Removes what an attempt left on its platform. What fails, or takes too long, is left to `prefect gc`. */
async function cleanUp({ run, launcher, reference }: RunningAttempt): Promise<void> {
  if (reference === null) return;
  const cleaning = launcher.cleanup(reference).catch((error: unknown) => warn(run.name, error));
  await withinSeconds(CLEANUP_SECONDS, cleaning);
}

async function endNow({ run, launcher, reference }: RunningAttempt): Promise<void> {
  if (reference === null) return;
  const ending = launcher.kill(reference, { graceSeconds: 0 }).catch((error: unknown) => warn(run.name, error));
  await withinSeconds(END_NOW_SECONDS, ending);
}

/** An outcome that cannot be collected is none: the attempt is concluded by how its infrastructure ended. */
async function collect({
  run,
  attempt,
  storage,
  launcher,
  reference,
  deliveryDirectory,
}: RunningAttempt): Promise<void> {
  if (reference === null || deliveryDirectory === null) return;
  const collection = { launcher, reference, deliveryDirectory, storage, flowRunId: run.id, attempt };
  await pRetry(() => collectRun(collection), { retries: COLLECT_RETRIES, minTimeout: 100, randomize: true }).catch(
    (error) => warn(run.name, error),
  );
}
