const maximumNameLength = 63;
const maximumPrefixLength = 253;
const maximumValueLength = 63;

/** A value of a label as Kubernetes takes it: at most 63 of `A-Za-z0-9_.-`, beginning and ending with a letter or digit. */
export function toLabelValue(text: string): string {
  return trimEnds(text.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").slice(0, maximumValueLength));
}

/** A key of a label or an annotation: a name, after a DNS prefix and a slash where it has one; `null` where nothing of it is left. */
export function toLabelKey(text: string): string | null {
  const slash = text.indexOf("/");
  const name = trimEnds(
    text
      .slice(slash + 1)
      .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
      .slice(0, maximumNameLength),
  );
  if (name === "") return null;
  if (slash === -1) return name;
  const prefix = trimEnds(
    text
      .slice(0, slash)
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, "-")
      .slice(0, maximumPrefixLength),
  );
  return prefix === "" ? name : `${prefix}/${name}`;
}

export function toLabels(labels: Readonly<Record<string, unknown>>): Record<string, string> {
  return withValidKeys(labels, toLabelValue);
}

/** Values of annotations are free. */
export function toAnnotations(annotations: Readonly<Record<string, unknown>>): Record<string, string> {
  return withValidKeys(annotations, (value) => value);
}

function withValidKeys(
  values: Readonly<Record<string, unknown>>,
  toValue: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, string][] => {
      const valid = toLabelKey(key);
      return valid === null || value === null || value === undefined ? [] : [[valid, toValue(String(value))]];
    }),
  );
}

function trimEnds(text: string): string {
  return text.replace(/^[^A-Za-z0-9]+/, "").replace(/[^A-Za-z0-9]+$/, "");
}
