/** Answers what is wrong with a value as `path: expected ...`, or `null` where nothing is. */
export type Shape = (value: unknown, path: string) => string | null;

export const text: Shape = (value, path) => (typeof value === "string" ? null : `${path}: expected a string`);

export const count: Shape = (value, path) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : `${path}: expected a whole number from 0`;

export const number: Shape = (value, path) =>
  typeof value === "number" && Number.isFinite(value) ? null : `${path}: expected a number`;

export const flag: Shape = (value, path) => (typeof value === "boolean" ? null : `${path}: expected true or false`);

export const anyObject: Shape = (value, path) => (isPlainObject(value) ? null : `${path}: expected an object`);

/** A lower-case hexadecimal SHA-256. */
export const sha256: Shape = (value, path) =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? null : `${path}: expected a SHA-256 in hexadecimal`;

export function oneOf(...values: readonly string[]): Shape {
  return (value, path) =>
    typeof value === "string" && values.includes(value) ? null : `${path}: expected one of ${values.join(", ")}`;
}

export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? null : shape(value, path));
}

export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? null : shape(value, path));
}

export function listOf(shape: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path}: expected a list`;
    return firstProblem(value.map((item, index) => shape(item, `${path}[${String(index)}]`)));
  };
}

/** Keys that the shape does not name are let through, so that a later release can add some. */
export function objectOf(members: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (!isPlainObject(value)) return `${path}: expected an object`;
    return firstProblem(
      Object.entries(members).map(([key, shape]) => shape(value[key], path === "" ? key : `${path}.${key}`)),
    );
  };
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstProblem(problems: readonly (string | null)[]): string | null {
  return problems.find((problem) => problem !== null) ?? null;
}
