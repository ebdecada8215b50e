import type { AnyFunction, Flow } from "../contracts/flow.ts";
import { isMethodContext, type MethodContext } from "../contracts/flow-method.ts";
import { legacyDecoratorError, misplacedDecoratorError } from "../errors/flow-decorator-error.ts";
import { decorateMethod } from "./decorate-method.ts";

/** Makes the flow of a method for what it is called on. @param isOwner whether that is the class of a static method */
export type DefineMethodFlow = (
  method: AnyFunction,
  context: MethodContext,
) => (receiver: object, isOwner: boolean) => Flow<AnyFunction>;

/**
 * What `flow()` returns without a function. Once it is applied it also stands for the method's flow, so that a bundle
 * finds the flow where the source says `flow()`, whatever the class or the method is called.
 */
export function createFlowDecorator(define: DefineMethodFlow): (method: unknown, context: unknown) => unknown {
  let applied: MethodContext | null = null;
  return function decorator(method, context) {
    const { fn, at } = checkTarget(method, context);
    if (applied !== null) {
      const names = `'${String(applied.name)}' and '${String(at.name)}'`;
      throw misplacedDecoratorError(`What one call of flow() returned was put on two methods, ${names}.`);
    }
    applied = at;
    const flowOf = define(fn, at);
    const decorated = decorateMethod((receiver) => flowOf(receiver, receiver === methods.owner()), at, false);
    const { "~method": methods } = decorated;
    Object.defineProperties(decorator, {
      "~method": { value: methods },
      "~flow": { get: () => (methods.of(methods.owner()) as Flow<AnyFunction>)["~flow"] },
    });
    return decorated;
  };
}

/** `@flow` without parentheses is given a method where a call is given options. */
export function refuseBareDecorator(given: readonly unknown[]): void {
  const [, second] = given;
  // A target, a key and a descriptor.
  const isLegacy = given.length === 3 && (typeof second === "string" || typeof second === "symbol");
  if (isLegacy) throw legacyDecoratorError("@flow", second);
  if (isMethodContext(second)) {
    throw misplacedDecoratorError(`@flow on '${String(second.name)}' lacks its parentheses.`);
  }
}

function checkTarget(method: unknown, context: unknown): { readonly fn: AnyFunction; readonly at: MethodContext } {
  if (typeof context === "string" || typeof context === "symbol") throw legacyDecoratorError("@flow()", context);
  if (!isMethodContext(context)) {
    throw misplacedDecoratorError("flow() was given no function, and what it then returns decorates methods only.");
  }
  const name = String(context.name);
  if (context.kind !== "method" || typeof method !== "function") {
    throw misplacedDecoratorError(`@flow() makes flows of methods, and was put on the ${context.kind} '${name}'.`);
  }
  if ("~method" in method) {
    throw misplacedDecoratorError(`@flow() was put on '${name}' above another decorator that makes a flow of it.`);
  }
  return { fn: method as AnyFunction, at: context };
}
