/** Whether JSON says exactly this: no `undefined`, no `NaN`, no infinity, no `-0`. */
export function isJsonPrimitive(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    default:
      return value === null;
  }
}

/** Whether it is an array of this or another realm, and not of a class derived from `Array`. */
export function isPlainArray(value: object): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Array.prototype || Array.isArray(prototype);
}

/** Whether an array has neither holes nor named properties. */
export function isRegularArray(array: readonly unknown[]): boolean {
  // As many holes as named properties give the same count, so holes are looked for too.
  if (Object.keys(array).length !== array.length) return false;
  for (let index = 0; index < array.length; index++) {
    if (array[index] === undefined && !(index in array)) return false;
  }
  return true;
}

/** Whether it was made by an object literal, in this or another realm. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return true;
  return (
    prototype !== null && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "propertyIsEnumerable")
  );
}

/** Sets an own property whatever its name: assigning to `__proto__` would change the prototype. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    (target as Record<string, unknown>)[key] = value;
  }
}
