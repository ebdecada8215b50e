import { inspect, types } from "node:util";

/** `TypeError: x is not a function`, for state messages; also of what is thrown without being an error. */
export function describeError(error: unknown): string {
  if (!isErrorLike(error))
    return `${typeof error}: ${typeof error === "string" ? error : inspect(error, { depth: 2 })}`;
  return `${errorName(error)}: ${error.message}`;
}

/** The error's own name, or that of its class where the class gave it none. */
export function errorName(error: Error): string {
  return error.name === "Error" ? error.constructor.name || "Error" : error.name;
}

/** Also of errors of another realm, for which `instanceof Error` is false. */
export function isErrorLike(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
