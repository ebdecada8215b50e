import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureReference } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { loadOutcome } from "./follow-ended.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

const POLL_MILLISECONDS = 500;

/** Takes over a run that nobody looks after any more; `null` while another live process does, or once it has ended. */
export type TakeOver = () => Promise<SupervisedRun | null>;

/**
 * A run that has not ended. Reading its state or its log leaves it to whoever looks after it; waiting for its end, or
 * cancelling it, makes sure that somebody does.
 */
export function followUnfinished(
  attached: AttachedRun,
  reference: InfrastructureReference | null,
  takeOver: TakeOver,
): FollowedRun {
  const { client, flowRunId } = attached;
  const detached = new AbortController();
  let ending: Promise<Outcome> | null = null;

  async function untilEnded(): Promise<Outcome> {
    for (;;) {
      const supervised = await takeOver();
      if (supervised !== null) {
        detached.signal.addEventListener("abort", supervised.detach, { once: true });
        return await supervised.ended;
      }
      // A control plane that does not answer is asked again.
      const run = await client.readFlowRun(flowRunId).catch(() => null);
      if (run !== null && isTerminal(toState(run).type)) return await loadOutcome(attached);
      await delay(POLL_MILLISECONDS, undefined, { signal: detached.signal });
    }
  }

  function ended(): Promise<Outcome> {
    ending ??= untilEnded().catch((error: unknown) => {
      ending = null;
      throw error;
    });
    return ending;
  }

  return {
    ...attached,
    reference,
    ended,
    async cancel() {
      await client.setFlowRunState(flowRunId, { type: "CANCELLING" });
      const supervised = await takeOver();
      await (supervised === null ? ended() : supervised.cancel());
    },
    detach: () => detached.abort(),
  };
}
