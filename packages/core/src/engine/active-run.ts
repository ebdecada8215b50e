import { AsyncLocalStorage } from "node:async_hooks";
import type { RunContext } from "../contracts/run-context.ts";
import { MissingRunContextError } from "../errors/missing-run-context-error.ts";
import type { FlowRunSession } from "./flow-runtime.ts";

const activeRunsKey = Symbol.for("prefect.active-runs");

/** A run whose function is being called here, with what the engine needs beside what the function may see. */
export interface ActiveRun {
  readonly context: RunContext;
  readonly session: FlowRunSession;
  readonly logPrints: boolean;
  /** How many child runs of each flow the run has started, by the flow's name. */
  readonly childCounts: Map<string, number>;
}

const shared = globalThis as { [activeRunsKey]?: AsyncLocalStorage<ActiveRun> };

/** Shared by all copies of this module in a process: the engine's, and those that submit flows from within a run. */
const activeRuns = (shared[activeRunsKey] ??= new AsyncLocalStorage<ActiveRun>());

/** The run that the caller is part of, or `null` outside every flow. */
export function activeRun(): ActiveRun | null {
  return activeRuns.getStore() ?? null;
}

export function withActiveRun<T>(run: ActiveRun, body: () => T): T {
  return activeRuns.run(run, body);
}

/** The run that the caller is part of. Throws `MissingRunContextError` outside every flow. */
export function getRunContext(): RunContext {
  const run = activeRun();
  if (run === null) throw new MissingRunContextError({ asked: "getRunContext()" });
  return run.context;
}

/** What number the next child run of this flow has, from 0, as Prefect counts them. */
export function nextChildNumber(run: ActiveRun, flowName: string): number {
  const number = run.childCounts.get(flowName) ?? 0;
  run.childCounts.set(flowName, number + 1);
  return number;
}
