import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureReference } from "../contracts/launcher.ts";
import { loadOutcome } from "./follow-ended.ts";
import type { AttachedRun, FollowedRun } from "./followed-run.ts";
import type { EndedRun } from "./supervised-run.ts";
import { isTerminal } from "./terminal-state.ts";
import { toState } from "./to-state.ts";

const POLL_MILLISECONDS = 500;

/** A run that another live process looks after: its state is read until it has ended. */
export function followElsewhere(attached: AttachedRun, reference: InfrastructureReference | null): FollowedRun {
  const { client, flowRunId } = attached;
  const detached = new AbortController();
  let ended: Promise<EndedRun> | null = null;

  async function untilTerminal(): Promise<EndedRun> {
    while (!isTerminal(toState(await client.readFlowRun(flowRunId)).type)) {
      await delay(POLL_MILLISECONDS, undefined, { signal: detached.signal });
    }
    return { outcome: await loadOutcome(attached), logTail: [] };
  }

  return {
    ...attached,
    reference,
    ended: () => (ended ??= untilTerminal()),
    async cancel() {
      await client.setFlowRunState(flowRunId, { type: "CANCELLING" });
      await (ended ??= untilTerminal());
    },
    detach: () => detached.abort(),
  };
}
