// A pod's label holds its Job's name, and a label's value is at most this long.
const maximumLength = 63;
const fallback = "prefect-job";

/**
 * The name of an attempt's Job: one for people, then what makes it that of one run and attempt, so that a Job whose
 * creation was not answered is found again. Lower case, as DNS labels are.
 */
export function toJobName(name: string, flowRunId: string, attempt: number): string {
  const suffix = flowRunId === "" ? "" : `-${flowRunId.replaceAll("-", "").slice(0, 12).toLowerCase()}-${attempt}`;
  return `${toSlug(name, maximumLength - suffix.length)}${suffix}`;
}

/** The name to try next where others have those before it: `name`, `name-x1`, `name-x2`, ... */
export function numberedName(name: string, index: number): string {
  if (index === 0) return name;
  const suffix = `-x${index}`;
  return `${name.slice(0, maximumLength - suffix.length)}${suffix}`;
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
