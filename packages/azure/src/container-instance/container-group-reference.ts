import type { InfrastructureReference, LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL } from "prefect-core/provider";
import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { readTag, runLabel } from "./group-tags.ts";
import { infrastructureType } from "./invalid-configuration.ts";

/** What is known of a container group in another process than the one that made it. */
export interface ContainerGroupReference {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly group: string;
  /** The container of the flow. */
  readonly container: string;
  /** Until when the ended group stays; `null`: it is deleted with its run's end. */
  readonly keptUntil: string | null;
}

/** A group says of itself what another process needs to know. Prefect's `infrastructure_pid` is run and group. */
export function referenceTo(
  { name, tags, properties: { containers = [] } }: ContainerGroupView,
  { subscriptionId, resourceGroup }: Pick<ContainerGroups, "subscriptionId" | "resourceGroup">,
): InfrastructureReference {
  const isKept = readTag(tags, KEPT_LABEL) === "true";
  const reference: ContainerGroupReference = {
    subscriptionId,
    resourceGroup,
    group: name,
    container: containers[0]?.name ?? name,
    keptUntil: isKept ? (readTag(tags, "prefect.io/expires-at") ?? null) : null,
  };
  const flowRunId = readTag(tags, runLabel) ?? "";
  return { type: infrastructureType, infrastructurePid: `${flowRunId}:${name}`, details: { ...reference } };
}

export function fromReference({ details }: InfrastructureReference): ContainerGroupReference {
  const text = (key: string): string => (typeof details[key] === "string" ? details[key] : "");
  return {
    subscriptionId: text("subscriptionId"),
    resourceGroup: text("resourceGroup"),
    group: text("group"),
    container: text("container"),
    keptUntil: text("keptUntil") || null,
  };
}

/** Whether a group was made for this very attempt. */
export function isOfAttempt(
  { tags }: ContainerGroupView,
  { flowRunId, attempt }: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">,
): boolean {
  return readTag(tags, runLabel) === flowRunId && readTag(tags, "prefect.io/flow-run-attempt") === String(attempt);
}
