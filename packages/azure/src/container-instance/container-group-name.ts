// Of a container group: lower-case letters, digits and single hyphens, a letter or digit at both ends.
// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerinstance
const maximumLength = 63;
const fallback = "prefect-run";

/**
 * The name of an attempt's container group: one for people, then what makes it that of one run and attempt, so that a
 * group whose creation was not answered is found again.
 */
export function toContainerGroupName(name: string, flowRunId: string, attempt: number): string {
  const suffix = flowRunId === "" ? "" : `-${flowRunId.replaceAll("-", "").slice(0, 12).toLowerCase()}-${attempt}`;
  return `${toSlug(name, maximumLength - suffix.length)}${suffix}`;
}

/** The name to try next where others have those before it: `name`, `name-x1`, `name-x2`, ... */
export function numberedName(name: string, index: number): string {
  if (index === 0) return name;
  const suffix = `-x${index}`;
  return `${name.slice(0, maximumLength - suffix.length).replace(/-+$/, "")}${suffix}`;
}

function toSlug(name: string, length: number): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, length)
    .replace(/-+$/, "");
  return slug === "" ? fallback : slug;
}
