import type { JsonObject, LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

// https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
const maximumTags = 50;
const maximumNameLength = 512;
const maximumValueLength = 256;
const forbiddenCharacters = /[<>%&\\?/]/g;

export const runLabel = "prefect.io/flow-run-id";
const attemptLabel = "prefect.io/flow-run-attempt";
const expiryLabel = "prefect.io/expires-at";

/** A label's name as a tag may be named: `prefect.io/flow-run-id` becomes `prefect.io_flow-run-id`. */
export function toTagName(label: string): string {
  return label.replaceAll(forbiddenCharacters, "_").slice(0, maximumNameLength);
}

export function toTags(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [toTagName(label), String(value).slice(0, maximumValueLength)]),
  );
}

/** What makes a group that of one attempt of one run, whatever its name. */
export function attemptTags({
  flowRunId,
  attempt,
}: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">): Readonly<Record<string, string>> {
  return toTags({ [runLabel]: flowRunId, [attemptLabel]: String(attempt) });
}

/** By what a group is found again and cleaned up, whatever a patch says. */
export function identityTags(request: LaunchRequest<{ readonly isKept: boolean }>): Readonly<Record<string, string>> {
  return {
    ...toTags(request.labels),
    ...attemptTags(request),
    ...toTags({ [expiryLabel]: request.expiresAt.toISOString() }),
    ...(request.configuration.isKept ? toTags({ [KEPT_LABEL]: "true" }) : {}),
  };
}

/** Throws `JobConfigurationError` where there are more than a resource may have. */
export function checkTagCount(tags: JsonObject): void {
  const count = Object.keys(tags).length;
  if (count <= maximumTags) return;
  throw invalidConfiguration("labels", `make ${count} tags with those of the run, and Azure allows ${maximumTags}`);
}

/** Tag names are told apart without regard to case, and may come back in another. */
export function readTag(tags: Readonly<Record<string, string>> | undefined, label: string): string | undefined {
  const name = toTagName(label).toLowerCase();
  return Object.entries(tags ?? {}).find(([tag]) => tag.toLowerCase() === name)?.[1];
}
