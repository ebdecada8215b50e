/**
 * The name of the class whose direct instance this is; empty where it has none. It is read off the prototype, since
 * `instanceof` fails for objects of another realm and an own `constructor` field may say anything.
 */
export function classNameOf(value: object): string {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null) return "";
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof constructor === "function" ? constructor.name : "";
}

/** `[object Map]` as `Map`; the same in every realm. */
export function brandOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
