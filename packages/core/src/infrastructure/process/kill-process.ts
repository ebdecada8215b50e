import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureReference } from "../../contracts/launcher.ts";
import { ProcessOnOtherHostError } from "../../errors/process-on-other-host-error.ts";
import { isGroupEmpty, signalGroup } from "./process-group.ts";
import { processPresence, readStartTime } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { fromProcessReference } from "./process-reference.ts";

/** A process that has left its exit code has this long to be gone. */
const departureMilliseconds = 5000;
const firstPauseMilliseconds = 25;
const longestPauseMilliseconds = 500;

/**
 * Ends the process and all that it started: `SIGTERM` to its group, `SIGKILL` after the grace. The group is signalled
 * only while its leader is the process that was launched, so that no other process that got the same id is ever hit.
 */
export async function killProcess(
  reference: InfrastructureReference,
  { graceSeconds }: { readonly graceSeconds: number },
): Promise<void> {
  const { directory, identity } = fromProcessReference(reference);
  const presence = await processPresence(identity);
  if (presence === "unreachable") throw new ProcessOnOtherHostError(identity);
  if (presence === "gone") return endOrphans(identity, graceSeconds);
  if (presence !== "running") return;
  signalGroup(identity.processId, "SIGTERM");
  if (await isGoneWithin(identity, graceSeconds * 1000)) return groupIsGone(identity);
  // A watcher that finds the process gone without an exit code then knows why.
  await writeFile(directory.killed, "").catch(() => undefined);
  if ((await processPresence(identity)) === "running") signalGroup(identity.processId, "SIGKILL");
  await isGoneWithin(identity, Number.POSITIVE_INFINITY);
  await groupIsGone(identity);
}

/** Waits, for a bounded time, until a process that has left its exit code is gone, which takes it a moment more. */
export async function untilDeparted(identity: ProcessIdentity): Promise<void> {
  await isGoneWithin(identity, departureMilliseconds);
}

/**
 * A leader that was ended by force may leave its group behind. As long as a group lives, no new process gets its id, so
 * that a group whose leader does not exist is surely the one that was launched.
 */
async function endOrphans({ processId }: ProcessIdentity, graceSeconds: number): Promise<void> {
  if ((await readStartTime(processId)) !== null || (await isGroupEmpty(processId))) return;
  signalGroup(processId, "SIGTERM");
  const deadline = performance.now() + graceSeconds * 1000;
  const pause = growingPause();
  while (!(await isGroupEmpty(processId))) {
    if (performance.now() >= deadline) signalGroup(processId, "SIGKILL");
    await pause();
  }
}

async function isGoneWithin(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  const pause = growingPause();
  while ((await processPresence(identity)) === "running") {
    if (performance.now() >= deadline) return false;
    await pause(deadline - performance.now());
  }
  return true;
}

/** The members of the group were ended by force at the same moment as its leader. */
async function groupIsGone({ processId }: ProcessIdentity): Promise<void> {
  const pause = growingPause();
  while (!(await isGroupEmpty(processId))) await pause();
}

/** What ends at once is noticed at once; what takes its time is not asked forty times a second, with hundreds beside it. */
function growingPause(): (atMostMilliseconds?: number) => Promise<void> {
  let milliseconds = firstPauseMilliseconds;
  return async (atMostMilliseconds = Number.POSITIVE_INFINITY) => {
    await delay(Math.min(milliseconds, atMostMilliseconds));
    milliseconds = Math.min(milliseconds * 1.5, longestPauseMilliseconds);
  };
}
