import type { LaunchRequest } from "prefect-core/provider";

const maximumFamilyLength = 255;
const maximumTagKeyLength = 128;
const maximumTagValueLength = 256;
const maximumTags = 50;
const maximumTokenLength = 64;

/** Both name what a definition is for: pool and flow. */
export function toFamily(labels: Readonly<Record<string, string>>): string {
  return nameOf("prefect", labels).slice(0, maximumFamilyLength);
}

export function toStreamPrefix(labels: Readonly<Record<string, string>>): string {
  return nameOf("prefect-logs", labels);
}

function nameOf(prefix: string, labels: Readonly<Record<string, string>>): string {
  const parts = [labels["prefect.io/work-pool-name"], labels["prefect.io/flow-name"]];
  return [prefix, ...parts.flatMap((part) => (part === undefined || part === "" ? [] : [toSlug(part)]))].join("_");
}

/** Letters, digits, `-` and `_`: whatever else there is becomes `-`. */
function toSlug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, "-");
}

/** A tag of AWS; its names are those of Prefect's worker. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Labels as tags, at most as many as a resource may have; those that come first matter most. */
export function toTags(labels: Readonly<Record<string, string>>): readonly Tag[] {
  const byKey = new Map<string, string>();
  for (const [label, value] of Object.entries(labels)) {
    const key = toTagText(label).slice(0, maximumTagKeyLength);
    // A name that AWS keeps for itself, which would refuse the whole request.
    if (key === "" || key.toLowerCase().startsWith("aws:")) continue;
    if (!byKey.has(key)) byKey.set(key, toTagText(value).slice(0, maximumTagValueLength));
  }
  return [...byKey].slice(0, maximumTags).map(([key, value]) => ({ key, value }));
}

/** What tags may hold in every service. */
function toTagText(text: string): string {
  return text.replaceAll(/[^a-zA-Z0-9_./=+:@-]+/g, "-");
}

/** What makes a repeated RunTask start nothing twice: one run and attempt. */
export function toClientToken({ flowRunId, attempt }: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">): string {
  return `prefect-${toSlug(flowRunId).slice(0, maximumTokenLength - 16)}-${attempt}`;
}
