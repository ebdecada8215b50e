import type { FoundInfrastructure } from "prefect-core/provider";
import { toFoundInfrastructure } from "prefect-core/provider";
import { patiently } from "./azure-patience.ts";
import { referenceTo } from "./container-group-reference.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { readTag, runLabel, toTags } from "./group-tags.ts";
import { toGroupPhase } from "./map-azure-container-instance-status.ts";

/** The container groups of a resource group that bear all the labels as tags, ended or not. */
export async function* findContainerGroups(
  groups: ContainerGroups,
  labels: Readonly<Record<string, string>>,
): AsyncGenerator<FoundInfrastructure, void, undefined> {
  const wanted = Object.entries(toTags(labels));
  const isWanted = ({ tags }: ContainerGroupView): boolean =>
    readTag(tags, runLabel) !== undefined && wanted.every(([tag, value]) => readTag(tags, tag) === value);
  for (const listed of (await patiently(() => groups.list())).filter(isWanted)) {
    // A list does not say how groups are.
    const group = await patiently(() => groups.read(listed.name));
    if (group === null) continue;
    const container = group.properties.containers?.[0]?.name ?? "";
    const isRunning = toGroupPhase(group, container, new Date()).kind === "running";
    yield toFoundInfrastructure({ reference: referenceTo(group, groups), isRunning }, (label) =>
      readTag(group.tags, label),
    );
  }
}
