import { isPromise, isProxy } from "node:util/types";
import { classNameOf } from "./class-name.ts";

/** Why a value that no part of the codec carries cannot be sent: what it is, and what to do. */
export function describeUnsendable(value: unknown): string {
  if (typeof value === "symbol") return `${String(value)}: it has no identity outside this process, use Symbol.for()`;
  if (typeof value === "function") return describeFunction(value);
  return `${describeObject(value as object)}: register it with registerType(), or pass plain data`;
}

function describeFunction(value: NewableFunction | CallableFunction): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  const name = value.name === "" ? "(anonymous)" : value.name;
  return isClass ? `class ${name}: classes cannot be sent` : `function ${name}: functions cannot be sent`;
}

/** Looks for methods without reading accessors, which might do something. */
function describeObject(value: object): string {
  const name = classNameOf(value) || "object";
  if (isPromise(value) || hasMethod(value, "then")) return `${name} (not awaited?)`;
  if (hasMethod(value, "pipe") || hasMethod(value, "getReader") || hasMethod(value, "getWriter")) {
    return `${name} (a stream/socket)`;
  }
  if (hasMethod(value, "next")) return `${name} (an iterator)`;
  return `${name} (an instance of a class)`;
}

function hasMethod(value: object, method: string): boolean {
  if (isProxy(value)) return false;
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, method);
    if (descriptor !== undefined) return typeof descriptor.value === "function";
  }
  return false;
}
