import { readParameterList } from "./parameter-list.ts";
import type { AnyFunction } from "../contracts/flow.ts";

/** The parameters that a function declares. */
export interface DeclaredParameters {
  readonly names: readonly string[];
  readonly hasRest: boolean;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u;

/**
 * The parameters of a function as its source text declares them. A destructured parameter is named by its position,
 * `arg0`. A native or bound function shows no source, so its parameters are counted instead.
 */
export function declaredParameters(fn: AnyFunction): DeclaredParameters {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    return { names: Array.from({ length: fn.length }, (_, index) => `arg${index}`), hasRest: false };
  }
  const list = readParameterList(source);
  // A wrapper such as `function () { return run.apply(this, arguments) }` takes whatever it is given.
  if (list.length === 0 && /\barguments\b/.test(source)) return { names: ["args"], hasRest: true };
  return {
    names: list.map((text, index) => identifier.exec(text.replace(/^\.\.\.\s*/, ""))?.[0] ?? `arg${index}`),
    hasRest: list.at(-1)?.startsWith("...") ?? false,
  };
}
