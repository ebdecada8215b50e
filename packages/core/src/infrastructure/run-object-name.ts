/** Where a platform's names end, and what stands for a name of which nothing is left. */
export interface NameRules {
  readonly maximumLength: number;
  readonly fallback: string;
}

/**
 * The name of what runs an attempt: one for people, then what makes it that of one run and attempt, so that an object
 * whose creation was not answered is found again. Lower-case letters, digits and single hyphens, as DNS labels are. Pure.
 */
export function toRunObjectName(name: string, flowRunId: string, attempt: number, rules: NameRules): string {
  const suffix = flowRunId === "" ? "" : `-${flowRunId.replaceAll("-", "").slice(0, 12).toLowerCase()}-${attempt}`;
  return `${toSlug(name, rules.maximumLength - suffix.length) || rules.fallback}${suffix}`;
}

/** The name to try next where others have those before it: `name`, `name-x1`, `name-x2`, ... Pure. */
export function numberedName(name: string, index: number, { maximumLength }: NameRules): string {
  if (index === 0) return name;
  const suffix = `-x${index}`;
  return `${name.slice(0, maximumLength - suffix.length).replace(/-+$/, "")}${suffix}`;
}

function toSlug(name: string, length: number): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, length)
    .replace(/-+$/, "");
}
