const maximumLength = 250;

/** A container's name from one for people; `fallback` where nothing of it is left that Docker allows. */
export function toContainerName(name: string, fallback: string): string {
  const slug = name
    .replaceAll(/[^a-zA-Z0-9_.-]+/g, "-")
    .replace(/^[_.-]+/, "")
    .slice(0, maximumLength);
  return slug.length > 1 ? slug : fallback;
}

/** The name to try next where others have those before it: `name`, `name-1`, `name-2`, ... */
export function numberedName(name: string, index: number): string {
  if (index === 0) return name;
  const suffix = `-${index}`;
  return name.slice(0, maximumLength - suffix.length) + suffix;
}
