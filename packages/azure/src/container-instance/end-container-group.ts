import { setTimeout as delay } from "node:timers/promises";
import { patiently } from "./azure-patience.ts";
import type { ContainerGroupReference } from "./container-group-reference.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { isNotFound, isTransitioning } from "./errors/azure-api-error.ts";
import { type GroupPhase, toGroupPhase } from "./map-azure-container-instance-status.ts";

/** What Azure itself takes to stop a group, beside the grace. */
const stopMarginSeconds = 30;
const patienceSeconds = 120;

/**
 * Ends a group that has not ended. One that runs is stopped, which asks its containers to end, and deleted where they do
 * not in time; one that is still being made is deleted. Resolves once Azure confirms. One that has ended stays.
 */
export async function endContainerGroup(
  groups: ContainerGroups,
  reference: ContainerGroupReference,
  { graceSeconds, pollIntervalSeconds }: { readonly graceSeconds: number; readonly pollIntervalSeconds: number },
): Promise<void> {
  const { group, container } = reference;
  const phase = phaseOf(await patiently(() => groups.read(group)), container);
  if (phase === null || phase.kind === "ended") return;
  if (phase.kind === "running" && (await stop(groups, group))) {
    const deadline = performance.now() + (graceSeconds + stopMarginSeconds) * 1000;
    while (performance.now() < deadline) {
      const now = phaseOf(await patiently(() => groups.read(group)), container);
      if (now === null || now.kind === "ended") return;
      await delay(pollIntervalSeconds * 1000);
    }
  }
  await removeAndWait(groups, group, pollIntervalSeconds);
}

/** What an ended group left: it is deleted, or stopped for as long as its keeping was asked for. */
export async function removeContainerGroup(
  groups: ContainerGroups,
  { group, container, keptUntil }: ContainerGroupReference,
  pollIntervalSeconds: number,
): Promise<void> {
  if (keptUntil === null || new Date(keptUntil) <= new Date()) {
    return await removeAndWait(groups, group, pollIntervalSeconds);
  }
  const view = await patiently(() => groups.read(group));
  // What has ended by itself costs nothing more, and a stop could take its output away.
  if (view !== null && !hasEndedWhole(view, container)) await stop(groups, group);
}

function hasEndedWhole(view: ContainerGroupView, container: string): boolean {
  const others = view.properties.containers ?? [];
  const isOver = others.every((one) => one.properties.instanceView?.currentState?.state !== "Running");
  return isOver && toGroupPhase(view, container, new Date()).kind === "ended";
}

function phaseOf(view: ContainerGroupView | null, container: string): GroupPhase | null {
  return view === null ? null : toGroupPhase(view, container, new Date());
}

/** Whether there was something to stop. */
async function stop(groups: ContainerGroups, group: string): Promise<boolean> {
  try {
    await whileTransitioning(() => groups.stop(group));
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function removeAndWait(groups: ContainerGroups, group: string, pollIntervalSeconds: number): Promise<void> {
  await whileTransitioning(() => groups.remove(group));
  const deadline = performance.now() + patienceSeconds * 1000;
  while ((await patiently(() => groups.read(group))) !== null && performance.now() < deadline) {
    await delay(pollIntervalSeconds * 1000);
  }
}

const transitionMilliseconds = 500;

/** What is being made or stopped takes no other order until then. */
async function whileTransitioning(operation: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + patienceSeconds * 1000;
  for (;;) {
    try {
      return await patiently(operation);
    } catch (error) {
      if (!isTransitioning(error) || performance.now() > deadline) throw error;
      await delay(transitionMilliseconds);
    }
  }
}
