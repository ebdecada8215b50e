import type { State } from "../contracts/state.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { FlowRunNotStartedError } from "../errors/flow-run-not-started-error.ts";
import type { FlowRunSession } from "./flow-runtime.ts";
import { pause } from "./pause.ts";

/** Pause before a rejected start is proposed again, in seconds, as Prefect's engine waits. */
const pendingPauseSeconds = 0.2;

/**
 * Proposes `RUNNING` until the control plane accepts it; waits as long as it says so. Gives the state that was
 * entered, or `null` where `signal` aborted first. Throws where the run must not start.
 */
export async function enterRunning(session: FlowRunSession, name: string, signal: AbortSignal): Promise<State | null> {
  while (!signal.aborted) {
    const answer = await session.propose({ type: "RUNNING", name });
    switch (answer.status) {
      case "ACCEPT":
        return answer.state;
      case "WAIT":
        await pause(answer.delaySeconds, signal);
        break;
      case "ABORT":
        throw new FlowRunNotStartedError({ flowRunName: session.name, reason: answer.reason });
      case "REJECT":
        await waitWhileRejected(session, answer.state, answer.reason, signal);
    }
  }
  return null;
}

async function waitWhileRejected(
  { name: flowRunName }: FlowRunSession,
  state: State,
  reason: string,
  signal: AbortSignal,
): Promise<void> {
  if (state.type === "CANCELLING" || state.type === "CANCELLED") {
    throw new FlowRunCancelledError({ flowRunName, reason: `its state is ${state.name}` });
  }
  if (state.type !== "PENDING" && state.type !== "SCHEDULED") {
    throw new FlowRunNotStartedError({ flowRunName, reason: `it is in state ${state.name} (${reason})` });
  }
  await pause(pendingPauseSeconds, signal);
}
