/** A key of an object, or an index of an array. */
export type Key = string | number;

/** Where a value stands within the encoded root, as a chain towards the root. */
export interface Position {
  readonly parent: Position | null;
  /** The way from the parent's encoded form to this value's. For the root: its name. */
  readonly keys: Key | readonly Key[];
  /** The way as people read it, where it is not simply `keys`: `<key 0>`. */
  readonly label: string | null;
  readonly depth: number;
}

export function rootPosition(name: string): Position {
  return { parent: null, keys: name, label: null, depth: 0 };
}

export function childPosition(parent: Position, keys: Key | readonly Key[], label: string | null = null): Position {
  return { parent, keys, label, depth: parent.depth + 1 };
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** `.pool`, `[3]` or `["a key"]`. */
export function propertyLabel(key: Key): string {
  if (typeof key === "number") return `[${key}]`;
  return identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** Labels that are shown of a longer path: the first ones, and the last ones. */
const shownLabels = { first: 20, last: 5 };

/** `parameters.db.pool` */
export function displayPath(position: Position): string {
  const labels: string[] = [];
  let at = position;
  for (; at.parent !== null; at = at.parent) labels.push(at.label ?? propertyLabel(at.keys as Key));
  return [at.keys, ...shorten(labels.toReversed())].join("");
}

function shorten(labels: string[]): string[] {
  const { first, last } = shownLabels;
  if (labels.length <= first + last) return labels;
  return [...labels.slice(0, first), " ... ", ...labels.slice(-last)];
}

/** The keys that lead from the encoded root to the encoded value. */
export function encodedPath(position: Position): Key[] {
  const steps: (Key | readonly Key[])[] = [];
  for (let at = position; at.parent !== null; at = at.parent) steps.push(at.keys);
  return steps.toReversed().flat();
}

/** Whether a position is that of a value somewhere inside another, or is the same. */
export function isWithin(position: Position, container: Position): boolean {
  for (let at: Position | null = position; at !== null; at = at.parent) if (at === container) return true;
  return false;
}
