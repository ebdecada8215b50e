import type { InfrastructureEvent, InfrastructureExit } from "prefect-core/provider";
import type { ContainerGroupReference } from "./container-group-reference.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { createOutputReader } from "./follow-output.ts";
import type { GroupPoller } from "./group-poller.ts";
import { toGroupPhase } from "./map-azure-container-instance-status.ts";

/** A group that two looks in succession do not find is gone. */
const missingLooks = 2;

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchContainerGroup(
  groups: ContainerGroups,
  poller: GroupPoller,
  reference: ContainerGroupReference,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  signal.throwIfAborted();
  using subscription = poller.subscribe(reference.group);
  const output = createOutputReader(groups, reference);
  const told = new Set<string>();
  let isStarted = false;
  for (let missing = 0; ;) {
    const group = await subscription.next(signal);
    if (group === null) {
      missing += 1;
      if (missing < missingLooks) continue;
      yield lostExit(reference);
      return;
    }
    missing = 0;
    const phase = toGroupPhase(group, reference.container, new Date());
    if (phase.kind === "starting") {
      if (!told.has(phase.reason)) yield { kind: "starting", timestamp: new Date(), reason: phase.reason };
      told.add(phase.reason);
      continue;
    }
    if (phase.startedAt !== null) {
      if (!isStarted) yield { kind: "running", timestamp: phase.startedAt };
      isStarted = true;
      yield* output.read(phase.kind === "ended", signal);
    }
    if (phase.kind === "ended") {
      yield phase.exit;
      return;
    }
  }
}

function lostExit({ group, resourceGroup }: ContainerGroupReference): InfrastructureExit {
  const message = `The container group ${group} is not in the resource group ${resourceGroup} any more.`;
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}
