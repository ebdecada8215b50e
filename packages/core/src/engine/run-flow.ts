import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";
import type { State, StateProposal } from "../contracts/state.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { FlowRunNotStartedError } from "../errors/flow-run-not-started-error.ts";
import { openAbortScope, type AbortScope } from "./abort-scope.ts";
import { activeRun, withActiveRun, type ActiveRun } from "./active-run.ts";
import { attempt } from "./attempt.ts";
import { describeError, isErrorLike } from "./describe-error.ts";
import { enterRunning } from "./enter-running.ts";
import { finishedLine } from "./finished-line.ts";
import { flowRunName } from "./flow-run-name.ts";
import type { FlowRunSession, FlowRuntime } from "./flow-runtime.ts";
import { withLoggedPrints } from "./log-prints.ts";
import { parseArguments } from "./parse-parameters.ts";
import { pause } from "./pause.ts";
import { untilResumed } from "./pause-flow-run.ts";
import { retryDelaySeconds } from "./retry-delay.ts";
import { runHooks } from "./run-hooks.ts";
import { createRunLogger } from "./run-logger.ts";
import { toTerminalProposal, type AttemptOutcome } from "./run-states.ts";

/** One run of a flow, from start to end. */
interface FlowRun {
  readonly definition: FlowDefinition;
  readonly parameters: NamedParameters;
  readonly args: readonly unknown[];
  readonly session: FlowRunSession;
  readonly parent: ActiveRun | null;
  readonly childCounts: Map<string, number>;
}

/**
 * Runs a flow once it was called, wherever that is: begins its run, obeys what the control plane answers, retries, and
 * ends the run in a terminal state whatever happens. Gives what the function returned, or throws what it threw.
 */
export async function runFlow(
  runtime: FlowRuntime,
  definition: FlowDefinition,
  parameters: NamedParameters,
): Promise<unknown> {
  const parent = activeRun();
  if (parent !== null) await untilResumed(parent);
  const args = await parseArguments(definition, parameters);
  const tags = [...new Set([...(parent?.session.tags ?? []), ...(definition.options.tags ?? [])])];
  const session = await runtime.beginRun({ definition, parameters, tags, parent });
  const run = { definition, parameters, args, session, parent, childCounts: new Map<string, number>() };
  try {
    return await conduct(run);
  } finally {
    await session.close();
  }
}

async function conduct(run: FlowRun): Promise<unknown> {
  const { definition, parameters, session } = run;
  const logger = createRunLogger(session);
  try {
    const name = flowRunName(definition, parameters);
    if (name !== null && name !== session.name) await session.rename(name);
    const kind = run.parent === null ? "flow" : "subflow";
    logger.info(`Beginning ${kind} run '${session.name}' for flow '${definition.name}'`);
    return await runAttempts(run);
  } catch (error) {
    if (!isConcluded(error) && !FlowRunNotStartedError.isInstance(error)) await crash(run, error);
    throw isConcluded(error) ? error.cause : error;
  }
}

async function runAttempts(run: FlowRun): Promise<unknown> {
  const { definition, session } = run;
  const logger = createRunLogger(session);
  for (let retry = 0; ; retry += 1) {
    const outcome = await runAttempt(run, retry);
    const entered = await conclude(run, outcome, retry);
    if (entered.type !== "SCHEDULED") {
      if (session.isEndLoggedByRunner !== true) {
        session.log({ timestamp: new Date(), name: "prefect.flow_runs", ...finishedLine(entered) });
      }
      return settle(run, outcome, entered);
    }
    logger.info(
      `Received non-final state '${entered.name}' when proposing final state '${toTerminalProposal(outcome).name}' ` +
        `and will attempt to run again...`,
    );
    await pause(retryDelaySeconds(definition.options.retryDelaySeconds, retry + 1), session.interruption);
  }
}

async function runAttempt(run: FlowRun, retry: number): Promise<AttemptOutcome> {
  const scope = openAbortScope(run.session, run.parent);
  try {
    return await callFunction(run, retry, scope);
  } finally {
    scope.close();
  }
}

async function callFunction(run: FlowRun, retry: number, scope: AbortScope): Promise<AttemptOutcome> {
  const { definition, session } = run;
  const active = toActiveRun(run, retry, scope.controller.signal);
  if (!scope.controller.signal.aborted) {
    const state = await enterRunning(session, retry === 0 ? "Running" : "Retrying", scope.controller.signal);
    if (state !== null) await withActiveRun(active, () => runHooks(active, state));
  }
  const limits = {
    timeoutSeconds: session.timeoutSeconds ?? definition.options.timeoutSeconds,
    settleSeconds: () => session.settleSeconds(),
  };
  const body = (): Promise<AttemptOutcome> =>
    withActiveRun(active, () => attempt(definition.fn, run.args, scope.controller, limits));
  const outcome = await (active.logPrints ? withLoggedPrints(body) : body());
  if (outcome.kind !== "completed") {
    // What still runs of the function, and the runs that it started, learn that nobody waits for them.
    if (!scope.controller.signal.aborted) scope.controller.abort(outcome.error);
    await session.readyError(outcome.error);
    return outcome;
  }
  try {
    return { ...outcome, data: await session.keepResult(outcome.value) };
  } catch (error) {
    await session.readyError(error);
    return { kind: "failed", error };
  }
}

/** Proposes the terminal state and gives the state that the run is in then, its hooks done. */
async function conclude(run: FlowRun, outcome: AttemptOutcome, retry: number): Promise<State> {
  const { session } = run;
  if (outcome.kind !== "completed") logOutcome(run, outcome);
  const proposal = toTerminalProposal(outcome);
  const answer = await session.propose(proposal, outcome);
  if (answer.status === "REJECT" && answer.state.type === "CANCELLING" && outcome.kind !== "cancelled") {
    const reason = "it was cancelled while its function ran";
    const error = new FlowRunCancelledError({ flowRunName: session.name, reason });
    return await conclude(run, { kind: "cancelled", error }, retry);
  }
  if (answer.status === "ABORT" || answer.status === "WAIT") {
    createRunLogger(session).warn(`State '${proposal.name}' was not accepted: ${answer.reason}`);
    return toState(proposal);
  }
  if (answer.state.type !== "SCHEDULED") {
    const active = toActiveRun(run, retry, AbortSignal.abort());
    await withActiveRun(active, () => runHooks(active, answer.state));
  }
  return answer.state;
}

function settle(run: FlowRun, outcome: AttemptOutcome, entered: State): unknown {
  if (entered.type === "CANCELLED" && outcome.kind !== "cancelled") {
    const reason = entered.message ?? "its state was set to Cancelled";
    throw concluded(new FlowRunCancelledError({ flowRunName: run.session.name, reason }));
  }
  if (outcome.kind === "completed") return outcome.value;
  throw concluded(outcome.error);
}

function logOutcome({ session }: FlowRun, outcome: Exclude<AttemptOutcome, { kind: "completed" }>): void {
  const logger = createRunLogger(session);
  const { error } = outcome;
  const message = toTerminalProposal(outcome).message ?? "";
  switch (outcome.kind) {
    case "failed":
      return logger.error(
        `Encountered exception during execution: ${isErrorLike(error) ? (error.stack ?? describeError(error)) : describeError(error)}`,
      );
    case "timed-out":
      return logger.error(message);
    case "cancelled":
      return logger.info(message);
    case "crashed":
      return logger.error(`Crash detected! ${message}`);
  }
}

/** The run must not stay unfinished because something beside its function failed. */
async function crash(run: FlowRun, error: unknown): Promise<void> {
  const outcome: AttemptOutcome = FlowRunCancelledError.isInstance(error)
    ? { kind: "cancelled", error }
    : { kind: "crashed", error };
  try {
    await conclude(run, outcome, 0);
  } catch (second) {
    createRunLogger(run.session).error(`The run's state could not be set: ${describeError(second)}`);
  }
}

function toActiveRun(run: FlowRun, retry: number, signal: AbortSignal): ActiveRun {
  const { definition, parameters, session, parent, childCounts } = run;
  const flowRun = {
    id: session.id,
    name: session.name,
    flowName: definition.name,
    runCount: session.firstRunCount + retry,
    tags: session.tags,
    parameters,
  };
  return {
    context: { flow: definition, flowRun, parameters, signal },
    session,
    logPrints: definition.options.logPrints ?? parent?.logPrints ?? false,
    childCounts,
  };
}

/** Carries the function's own error past the guard for what fails beside it. */
class ConcludedRun extends Error {
  override readonly name = "ConcludedRun";
}

function concluded(cause: unknown): ConcludedRun {
  return new ConcludedRun("The run has ended", { cause });
}

function isConcluded(error: unknown): error is ConcludedRun {
  return error instanceof ConcludedRun;
}

function toState(proposal: StateProposal): State {
  const { type, name = type, message = null, data = null } = proposal;
  return { id: "", type, name, timestamp: new Date(), message, data };
}
