import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureReference } from "../contracts/launcher.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { loadLastOutcome } from "./follow-ended.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import type { SupervisedRun } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";
import { withinSeconds } from "./within-seconds.ts";

const POLL_MILLISECONDS = 500;
/** Whether somebody has to look after a run takes more than one request to find out. */
const POLLS_PER_TAKE_OVER = 4;

/** How long whoever looks after a run may take to hear that it is to be cancelled: they ask every other second. */
const REACTION_SECONDS = 10;

/**
 * Takes over a run that nobody looks after any more; `null` while another live process does, or once it has ended.
 * `isForced`: also where nothing but the wait for it tells that nobody does, as on a Prefect server.
 */
export type TakeOver = (options?: { readonly isForced?: boolean }) => Promise<SupervisedRun | null>;

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
    for (let polls = 0; ; polls += 1) {
      // A control plane that does not answer is asked again.
      const run = await client.readFlowRun(flowRunId).catch(() => null);
      if (run !== null && isTerminal(toState(run).type)) return await loadLastOutcome(attached);
      const supervised = run === null || polls % POLLS_PER_TAKE_OVER > 0 ? null : await takeOver();
      if (supervised !== null) {
        detached.signal.addEventListener("abort", supervised.detach, { once: true });
        return await supervised.ended;
      }
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

  async function cancel(): Promise<void> {
    await client.setFlowRunState(flowRunId, { type: "CANCELLING" });
    const supervised = await takeOver();
    if (supervised !== null) return await supervised.cancel();
    if (await withinSeconds(REACTION_SECONDS, ended())) return;
    const forced = await takeOver({ isForced: true });
    await (forced === null ? ended() : forced.cancel());
  }

  const { storage, attempt, launcher } = attached;
  return {
    client,
    flowRunId,
    storage,
    current: () => ({ attempt, launcher, reference }),
    following: async () => null,
    ended,
    cancel,
    detach: () => detached.abort(),
  };
}
