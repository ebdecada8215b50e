import type { FlowHook, FlowOptions } from "../contracts/flow.ts";
import type { State } from "../contracts/state.ts";
import type { ActiveRun } from "./active-run.ts";
import { describeError } from "./describe-error.ts";
import { createRunLogger } from "./run-logger.ts";

/** The flow's hooks for a state. Pure. */
export function hooksFor(options: FlowOptions, type: State["type"]): readonly FlowHook[] {
  switch (type) {
    case "RUNNING":
      return options.onRunning ?? [];
    case "COMPLETED":
      return options.onCompletion ?? [];
    case "FAILED":
      return options.onFailure ?? [];
    case "CANCELLED":
      return options.onCancellation ?? [];
    case "CRASHED":
      return options.onCrashed ?? [];
    default:
      return [];
  }
}

/** Calls the hooks for a state that the run has entered, one after the other. What one throws is logged. */
export async function runHooks({ context, session }: ActiveRun, state: State): Promise<void> {
  const logger = createRunLogger(session);
  for (const hook of hooksFor(context.flow.options, state.type)) {
    const name = hook.name || "anonymous";
    logger.info(`Running hook '${name}' in response to entering state '${state.name}'`);
    try {
      await hook(context.flow, context.flowRun, state);
      logger.info(`Hook '${name}' finished running successfully`);
    } catch (error) {
      logger.error(`An error was encountered while running hook '${name}': ${describeError(error)}`);
    }
  }
}
